import { Fragment, Slice, type Node as DocumentNode } from '@tiptap/pm/model';
import { TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { cellsOf, placeIn } from '../tablePlace.ts';

const inCells = new Set(['paragraph', 'bulletList', 'orderedList', 'taskList']);

/**
 * What a paste does with the caret in a cell: a table fills the cells from there on (nothing written is replaced; what
 * does not fit stays as lines in the last cell), everything else becomes paragraphs and lists of this cell.
 * @returns null where an ordinary paste does the same
 */
export function pasteIntoCell(state: EditorState, slice: Slice): Transaction | null {
  const place = placeIn(state.selection.$from);
  if (!place || slice.content.content.every((node) => node.isInline || inCells.has(node.type.name)))
    return null;
  const nodes = slice.content.content.filter(
    (node) => node.type.name !== 'paragraph' || node.content.size > 0
  );
  const only = nodes.length === 1 ? nodes[0]! : null;
  if (only?.type.name === 'table') return fill(state, only);
  return state.tr.replaceSelection(new Slice(Fragment.from(nodes.flatMap(flattened)), 0, 0));
}

function fill(state: EditorState, pasted: DocumentNode): Transaction {
  const { tr } = state;
  const { table, tablePosition, row, cell } = placeIn(state.selection.$from)!;
  const targets = cellsOf(table, tablePosition);
  const rest: DocumentNode[] = [];
  let end = 0;
  pasted.forEach((line, _offset, down) =>
    line.forEach((source, _inner, across) => {
      if (source.textContent === '') return;
      const target = targets.find((one) => one.row === row + down && one.place === cell + across);
      if (!target) return void rest.push(...source.children);
      end = put(tr, target, source.children);
    })
  );
  const lines = rest.filter((node) => node.content.size > 0);
  const last = targets.at(-1)!;
  if (lines.length > 0) end = put(tr, last, lines);
  return tr.setSelection(TextSelection.near(tr.doc.resolve(end || tablePosition + 3), -1)).scrollIntoView();
}

function put(
  tr: Transaction,
  target: { node: DocumentNode; position: number },
  blocks: readonly DocumentNode[]
): number {
  const start = tr.mapping.map(target.position + 1, -1);
  const end = tr.mapping.map(target.position + target.node.nodeSize - 1, 1);
  const isEmpty = tr.doc.slice(start, end).content.content.every((node) => node.content.size === 0);
  tr.replaceWith(isEmpty ? start : end, end, blocks);
  return tr.mapping.map(target.position + target.node.nodeSize - 1, 1);
}

function flattened(node: DocumentNode): DocumentNode[] {
  if (inCells.has(node.type.name)) return [node];
  const { paragraph } = node.type.schema.nodes;
  if (node.type.name === 'codeBlock')
    return node.textContent
      .split('\n')
      .map((line) => paragraph!.create(null, line ? node.type.schema.text(line) : null));
  if (node.isTextblock) return [paragraph!.create(null, node.content)];
  if (node.type.name === 'tableRow') {
    const line = node.children
      .map((cell) => cell.textContent.trim())
      .filter(Boolean)
      .join(' | ');
    return line ? [paragraph!.create(null, node.type.schema.text(line))] : [];
  }
  return node.children.flatMap(flattened);
}
