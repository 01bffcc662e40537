import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { TEXT_ROOT } from '../document.ts';
import type { LiveDocument } from './collaboration.ts';
import { evenOut, unevenTables } from './evenTables.ts';

/** How long a table has to be left alone before it is put right, and how much longer each further client waits (ms). */
const QUIET = 250;
const PATIENCE = 2000;

/**
 * The one place that repairs tables. Of those who write here the client with the lowest number does it; the next one
 * only if it is still needed much later. Until then ragged rows are shown as they are: nobody's editor mends them by
 * itself.
 */
export function oneRepair(live: LiveDocument): Extension {
  return Extension.create({
    name: 'oneRepair',
    addProseMirrorPlugins: () => [new Plugin({ view: (view) => ({ destroy: keepEven(view, live) }) })]
  });
}

function keepEven(view: EditorView, live: LiveDocument): () => void {
  const { doc, awareness, gate } = live;
  const text = doc.getXmlFragment(TEXT_ROOT);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const repair = () => {
    const isInStep = live.state === 'saved' || live.state === 'saving';
    if (isInStep && !gate.isHeld && view.editable) for (const table of unevenTables(doc)) evenOut(table);
    soon();
  };
  const soon = () => {
    clearTimeout(timer);
    if (unevenTables(doc).length === 0) return;
    const rank = [...awareness.getStates().keys()].filter((client) => client < doc.clientID).length;
    timer = setTimeout(repair, QUIET + rank * PATIENCE);
  };
  // Reading all tables at each letter is not needed: only rows and cells that come and go count.
  const changed = (
    events: readonly { target: unknown; changes: { added: Set<unknown>; deleted: Set<unknown> } }[]
  ) => {
    const names = ['table', 'tableRow', 'section', 'tableCell'];
    if (events.some(({ target }) => names.includes((target as { nodeName?: string }).nodeName ?? ''))) soon();
  };
  text.observeDeep(changed as never);
  const stopListening = gate.onWord(soon);
  soon();
  return () => {
    clearTimeout(timer);
    text.unobserveDeep(changed as never);
    stopListening();
  };
}
