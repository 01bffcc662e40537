import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import * as Y from 'yjs';
import { TEXT_ROOT } from '../document.ts';
import type { TextRun } from '../textRuns.ts';
import { bindingOf, isFromDocument, relativePositionToAbsolutePosition } from './binding.ts';
import type { LiveDocument } from './collaboration.ts';
import { positionOf } from './textPlace.ts';

/** A run and where it is in the editor now; null once its words are gone. */
type Placed = { run: TextRun; at: { from: number; to: number } | null };
type Shown = { placed: readonly Placed[]; drawn: DecorationSet };

const key = new PluginKey<Shown>('textRuns');

/** Marks over the text that are no part of it. They follow the words while these are written on. */
export function textRuns(live: Pick<LiveDocument, 'doc' | 'gate'>): Extension {
  return Extension.create({
    name: 'textRuns',
    addProseMirrorPlugins: () => [
      new Plugin<Shown>({
        key,
        state: {
          init: () => ({ placed: [], drawn: DecorationSet.empty }),
          apply: (transaction, shown, before, after) => step(live.doc, transaction, shown, { before, after })
        },
        props: { decorations: (state) => key.getState(state)?.drawn }
      })
    ]
  });
}

/** Lays these runs over the text, in place of all before. */
export function showRuns(view: EditorView, runs: readonly TextRun[]): void {
  if (runs.length === 0 && !key.getState(view.state)?.placed.length) return;
  view.dispatch(view.state.tr.setMeta(key, runs).setMeta('addToHistory', false));
}

function step(
  doc: Y.Doc,
  transaction: Transaction,
  { placed, drawn }: Shown,
  { before, after }: { before: EditorState; after: EditorState }
): Shown {
  const runs = transaction.getMeta(key) as readonly TextRun[] | undefined;
  if (runs)
    return draw(
      runs.map((run) => ({ run, at: placeOf(doc, run, after) })),
      after.doc
    );
  if (!transaction.docChanged || placed.length === 0) return { placed, drawn };
  if (isFromDocument(transaction)) return draw(placeAgain(doc, placed, before.doc, after), after.doc);
  const moved = placed.map(({ run, at }) => ({ run, at: at && mapped(transaction, at) }));
  return { placed: moved, drawn: drawn.map(transaction.mapping, transaction.doc) };
}

/** The binding replaces the whole text for a change by somebody else, so what stands before and after it is compared. */
function placeAgain(doc: Y.Doc, placed: readonly Placed[], before: Node, state: EditorState): Placed[] {
  const start = before.content.findDiffStart(state.doc.content);
  const end = before.content.findDiffEnd(state.doc.content);
  if (start === null || !end) return [...placed];
  // In a repeated text the two comparisons can overlap.
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  const shift = end.b - end.a;
  return placed.map(({ run, at }) => {
    if (at && at.to < start) return { run, at };
    if (at && at.from > end.a + overlap) return { run, at: { from: at.from + shift, to: at.to + shift } };
    return { run, at: run.anchor ? placeOf(doc, run, state) : null };
  });
}

function placeOf(doc: Y.Doc, run: TextRun, state: EditorState): Placed['at'] {
  if (!run.anchor) {
    const from = positionOf(state.doc, run.section, run.from);
    const to = positionOf(state.doc, run.section, run.to);
    return from === null || to === null ? null : { from, to };
  }
  const { start, end } = run.anchor;
  const [from, to] = [start, end].map((one) => inEditor(doc, one, state));
  return from === null || to === null || from! > to! ? null : { from: from!, to: to! };
}

function inEditor(doc: Y.Doc, position: unknown, state: EditorState): number | null {
  const type = doc.getXmlFragment(TEXT_ROOT);
  const relative = Y.createRelativePositionFromJSON(position);
  const at = relativePositionToAbsolutePosition(doc, type, relative, bindingOf(state).mapping as never);
  return at === null || at > state.doc.content.size ? null : at;
}

function mapped({ mapping }: Transaction, { from, to }: { from: number; to: number }): Placed['at'] {
  const start = mapping.map(from, 1);
  const end = mapping.map(to, -1);
  return start <= end ? { from: start, to: end } : null;
}

function draw(placed: readonly Placed[], doc: Node): Shown {
  const here = placed.flatMap(({ run, at }) => (at ? [{ run, ...at }] : []));
  const edges = [...new Set(here.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const decorations: Decoration[] = [];
  let open: typeof here = [];
  const starting = [...here].sort((a, b) => a.from - b.from);
  // The editor would merge what overlaps and keep the last one's name only.
  for (const [nth, from] of edges.entries()) {
    while (starting[0] && starting[0].from === from) open.push(starting.shift()!);
    open = open.filter(({ to }) => to > from);
    const to = edges[nth + 1];
    if (to === undefined || open.length === 0) continue;
    decorations.push(Decoration.inline(from, to, attributesOf(open.map(({ run }) => run))));
  }
  for (const { run, to } of here)
    if (run.after) decorations.push(Decoration.widget(to, addition(run), { side: -1, key: keyOf(run) }));
  return { placed, drawn: DecorationSet.create(doc, decorations) };
}

function attributesOf(runs: readonly TextRun[]): Record<string, string> {
  const label = runs.flatMap((run) => run.label ?? []).join('; ');
  return {
    class: ['run', ...runs.map(({ look }) => look)].join(' '),
    'data-runs': runs.map(({ id }) => id).join(' '),
    ...(label && { title: label })
  };
}

const keyOf = ({ id, after }: TextRun) => `${id} ${after?.look} ${after?.text}`;

const addition = (run: TextRun) => () => {
  const element = document.createElement('ins');
  element.className = `run ${run.after!.look}`;
  element.dataset.runs = run.id;
  element.contentEditable = 'false';
  element.textContent = run.after!.text;
  return element;
};
