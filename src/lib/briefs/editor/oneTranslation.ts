import { Extension } from '@tiptap/core';
import { Plugin, Selection, TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { TEXT_ROOT } from '../document.ts';
import type { LiveDocument } from './collaboration.ts';
import { clientOf, doubledSections, isUnwritten, joinSections, type Doubled } from './doubledSections.ts';
import { findSection } from './section.ts';

/** How long to wait for whoever added a doubled section before somebody else puts it right (ms). */
const PATIENCE = 3000;

/**
 * The one place that repairs a translation added by two people at once. The client that added the later one moves its
 * own text; when that client has left, the one with the lowest number among those who are here does.
 */
export function oneTranslation(live: LiveDocument): Extension {
  return Extension.create({
    name: 'oneTranslation',
    addProseMirrorPlugins: () => [new Plugin({ view: (view) => ({ destroy: keepSingle(view, live) }) })]
  });
}

function keepSingle(view: EditorView, live: LiveDocument): () => void {
  const { doc, awareness, gate } = live;
  const text = doc.getXmlFragment(TEXT_ROOT);
  let isLooking = false;
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const join = (fits: (owner: number | null) => boolean) => {
    // A word in the making is completed first; the gate tells when.
    if (isOver || gate.isHeld || !view.editable) return;
    for (const pair of doubledSections(doc)) if (fits(clientOf(pair.later))) joinInView(view, pair);
  };
  const look = () => {
    isLooking = false;
    join((owner) => owner === doc.clientID);
    if (!isOver && doubledSections(doc).length > 0) timer ??= setTimeout(standIn, PATIENCE);
  };
  // After the transaction that is being shown: inside it the editor would not hear of this one.
  const soon = () => {
    if (!isLooking) queueMicrotask(look);
    isLooking = true;
  };
  const standIn = () => {
    timer = null;
    const here = awareness.getStates();
    const isFirst = Math.min(...here.keys()) === doc.clientID;
    const isInStep = live.state === 'saved' || live.state === 'saving';
    if (isFirst && isInStep) join((owner) => owner === null || !here.has(owner));
    soon();
  };
  text.observe(soon);
  const stopListening = gate.onWord(soon);
  soon();
  return () => {
    isOver = true;
    text.unobserve(soon);
    stopListening();
    if (timer) clearTimeout(timer);
  };
}

/** Joins the two, and takes the caret along with the text it is in. */
function joinInView(view: EditorView, pair: Doubled): void {
  const ids = [pair.first, pair.later].map((section) => String(section.getAttribute('id')));
  const later = findSection(view.state.doc, ids[1]!);
  const { head, anchor } = view.state.selection;
  const isInside = (position: number) =>
    later !== null && position > later.position && position < later.position + later.node.nodeSize;
  const mine = isInside(head) && isInside(anchor) ? { head, anchor } : null;
  const moved = later && !isUnwritten(pair.later) ? later.node.content.size : 0;
  joinSections(pair);
  const first = findSection(view.state.doc, ids[0]!);
  if (!mine || !later || !first) return;
  const end = first.position + 1 + first.node.content.size;
  const shift = end - moved - (later.position + 1);
  const at = (position: number) => view.state.doc.resolve(position + shift);
  const selection = moved
    ? TextSelection.between(at(mine.anchor), at(mine.head))
    : Selection.near(view.state.doc.resolve(end), -1);
  view.dispatch(view.state.tr.setSelection(selection).scrollIntoView());
}
