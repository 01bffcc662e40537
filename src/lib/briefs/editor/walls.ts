import type { Node as DocumentNode, ResolvedPos } from '@tiptap/pm/model';
import { TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { ReplaceStep, ReplaceAroundStep, type Step } from '@tiptap/pm/transform';
import { changesTables } from './tableCommands.ts';
import { cellDepth } from './tablePlace.ts';

/** Whether a selection reaches over the wall of a section or of a table's cell, or is all that a section has. */
export function spansWalls({ selection }: EditorState): boolean {
  const { $from, $to } = selection;
  if (selection.empty) return false;
  if ($from.depth === 1 && $from.parent.childCount === 1 && $from.sameParent($to)) return true;
  return $from.depth === 0 || $to.depth === 0 || wallOf($from) !== wallOf($to);
}

/**
 * Empties the selected stretch of every section it touches; each keeps at least an empty paragraph. Of a table that is
 * not selected as a whole, cells are emptied and stay.
 */
export function clearAcross(state: EditorState): Transaction {
  const { from, to } = state.selection;
  const { tr } = state;
  for (const { start, end, holder } of stretches(state.doc, from, to).reverse()) {
    tr.delete(start, end);
    if (tr.doc.nodeAt(holder)?.childCount === 0)
      tr.insert(holder + 1, state.schema.nodes.paragraph!.create());
  }
  return tr
    .setMeta(changesTables, true)
    .setSelection(TextSelection.near(tr.doc.resolve(Math.min(Math.max(from, 1), tr.doc.content.size))));
}

/** Whether a transaction leaves the cells of every table as they are, whatever it does inside them. */
export function keepsCells(transaction: Transaction): boolean {
  return (
    transaction.getMeta(changesTables) === true ||
    transaction.steps.every((step, at) => staysInCell(step, transaction.docs[at]!))
  );
}

function staysInCell(step: Step, doc: DocumentNode): boolean {
  if (!(step instanceof ReplaceStep || step instanceof ReplaceAroundStep)) return true;
  const $from = doc.resolve(step.from);
  const $to = doc.resolve(step.to);
  const depth = cellDepth($from);
  if (depth === null) return cellDepth($to) === null;
  const { openStart, openEnd } = step.slice;
  return wallOf($from) === wallOf($to) && $from.depth - openStart >= depth && $to.depth - openEnd >= depth;
}

function wallOf($position: ResolvedPos): number {
  const depth = cellDepth($position);
  return $position.before(depth ?? 1);
}

type Stretch = { start: number; end: number; holder: number };

function stretches(doc: DocumentNode, from: number, to: number): Stretch[] {
  const found: Stretch[] = [];
  const add = (start: number, end: number, holder: number) => {
    const stretch = { start: Math.max(from, start), end: Math.min(to, end), holder };
    if (stretch.start < stretch.end) found.push(stretch);
  };
  doc.forEach((section, offset) => {
    let start = offset + 1;
    section.forEach((block, inner) => {
      const position = offset + 1 + inner;
      const end = position + block.nodeSize;
      const isWhole = from <= position && to >= end;
      if (block.type.name !== 'table' || isWhole || from >= end || to <= position) return;
      add(start, position, offset);
      block.descendants((node, at) => {
        if (node.type.name === 'tableCell')
          add(position + at + 2, position + at + node.nodeSize, position + at + 1);
        return node.type.name === 'tableRow';
      });
      start = end;
    });
    add(start, offset + section.nodeSize - 1, offset);
  });
  return found;
}
