import type { Node as DocumentNode, Schema } from '@tiptap/pm/model';
import { TextSelection, type Command, type EditorState, type Transaction } from '@tiptap/pm/state';
import { columnAt } from '../tableGrid.ts';
import { cellsOf, placeIn, type TablePlace } from './tablePlace.ts';

/** A transaction with this mark may add and remove cells; typing and deleting never do. */
export const changesTables = 'changesTables';

/** A new table's size. */
const SIZE = 3;

/** Puts an empty table with a header row where the caret is, and the caret into its first cell. */
export const insertTable: Command = (state, dispatch) => {
  const { $head } = state.selection;
  if ($head.depth < 2 || placeIn($head)) return false;
  dispatch?.(insertInSection(state, [emptyTable(state.schema, SIZE, SIZE)]));
  return true;
};

/** Puts blocks in place of the empty paragraph the caret is in, or behind the section's block that holds the caret. */
export function insertInSection(state: EditorState, blocks: readonly DocumentNode[]): Transaction {
  const { tr, schema } = state;
  const { $head } = state.selection;
  const block = $head.node(2);
  const isEmpty = block.type.name === 'paragraph' && block.content.size === 0;
  const from = isEmpty ? $head.before(2) : $head.after(2);
  const isLast = $head.index(1) === $head.node(1).childCount - 1;
  // Below a table at the end there would be no place for the caret.
  const below = isLast && blocks.at(-1)?.type.name === 'table' ? [schema.nodes.paragraph!.create()] : [];
  tr.replaceWith(from, $head.after(2), [...blocks, ...below]);
  return tr
    .setSelection(TextSelection.near(tr.doc.resolve(from + 1)))
    .setMeta(changesTables, true)
    .scrollIntoView();
}

/** Adds an empty row beside the one with the caret; above the header row there is none. */
export function addRow(side: 'above' | 'below'): Command {
  return inTable((state, place, dispatch) => {
    if (side === 'above' && place.row === 0 && place.table.attrs.header) return false;
    if (!dispatch) return true;
    const { table, tablePosition, row } = place;
    const names = namesOf(table.child(row));
    const line = state.schema.nodes.tableRow!.create(
      null,
      names.map((name) => emptyCell(state.schema, name))
    );
    const at = rowPosition(table, tablePosition, side === 'below' ? row + 1 : row);
    const tr = state.tr.insert(at, line);
    let cell = at + 1;
    for (let before = 0; before < place.cell; before++) cell += line.child(before).nodeSize;
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(cell + 1))).scrollIntoView());
    return true;
  });
}

/** Adds an empty column beside the one with the caret. */
export function addColumn(side: 'before' | 'after'): Command {
  return inTable((state, { table, tablePosition, column, cell, cellPosition }, dispatch) => {
    if (!dispatch) return true;
    const { tr, schema } = state;
    const name = newColumn();
    let caret = cellPosition;
    table.forEach((line, offset) => {
      const names = namesOf(line);
      const found = names.indexOf(column);
      const here = found >= 0 ? found : Math.min(cell, line.childCount - 1);
      const at = tablePosition + 2 + offset + widthBefore(line, side === 'after' ? here + 1 : here);
      const mapped = tr.mapping.map(at);
      tr.insert(mapped, emptyCell(schema, name));
      if (
        cellPosition >= tablePosition + 1 + offset &&
        cellPosition < tablePosition + 1 + offset + line.nodeSize
      )
        caret = mapped;
    });
    caret = Math.max(caret, 0);
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(caret + 1))).scrollIntoView());
    return true;
  });
}

/** Takes away the caret's row, with the table when it was the only one. */
export const deleteRow: Command = inTable((state, place, dispatch) => {
  const { table, tablePosition, row } = place;
  if (table.childCount === 1) return deleteTable(state, dispatch);
  if (!dispatch) return true;
  const at = rowPosition(table, tablePosition, row);
  const tr = state.tr.delete(at, at + table.child(row).nodeSize);
  const line = placeIn(tr.doc.resolve(tablePosition + 3))!.table;
  const cells = cellsOf(line, tablePosition).filter((one) => one.row === Math.min(row, line.childCount - 1));
  const near = cells[Math.min(place.cell, cells.length - 1)]!;
  dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(near.position + 1))).scrollIntoView());
  return true;
});

/** Takes away the caret's column, with the table when it was the only one. */
export const deleteColumn: Command = inTable(
  (state, { table, tablePosition, column, row, cell }, dispatch) => {
    if (table.children.every((line) => namesOf(line).every((name) => name === column)))
      return deleteTable(state, dispatch);
    if (!dispatch) return true;
    const { tr } = state;
    const cells = cellsOf(table, tablePosition);
    for (const one of cells.toReversed())
      if (columnAt(one.node.attrs.column as string | null, one.place) === column)
        tr.delete(one.position, one.position + one.node.nodeSize);
    const after = placeIn(tr.doc.resolve(tablePosition + 3))!;
    const line = cellsOf(after.table, tablePosition).filter((one) => one.row === row);
    const near = line[Math.min(cell, line.length - 1)] ?? { position: tablePosition + 2 };
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(near.position + 1))).scrollIntoView());
    return true;
  }
);

/** Lets the first row be a header, or an ordinary row. */
export const toggleHeader: Command = inTable((state, { table, tablePosition }, dispatch) => {
  dispatch?.(state.tr.setNodeAttribute(tablePosition, 'header', !table.attrs.header));
  return true;
});

/** Takes the caret's table away. */
export const deleteTable: Command = (state, dispatch) => {
  const place = placeIn(state.selection.$head);
  if (!place) return false;
  if (!dispatch) return true;
  const { tablePosition, table } = place;
  const { tr } = state;
  // An empty paragraph stays in its place: the caret needs one, and a section is never without.
  tr.replaceWith(tablePosition, tablePosition + table.nodeSize, state.schema.nodes.paragraph!.create());
  dispatch(
    tr
      .setSelection(TextSelection.near(tr.doc.resolve(tablePosition + 1)))
      .setMeta(changesTables, true)
      .scrollIntoView()
  );
  return true;
};

/** Goes to the next (1) or previous (-1) cell; behind the last cell a new row begins. */
export function goToCell(step: 1 | -1): Command {
  return (state, dispatch) => {
    const place = placeIn(state.selection.$head);
    if (!place) return false;
    const cells = cellsOf(place.table, place.tablePosition);
    const at = cells.findIndex(({ position }) => position === place.cellPosition);
    const next = cells[at + step];
    if (!next && step === 1) return addRowAtEnd(state, dispatch);
    if (next && dispatch) {
      const { tr } = state;
      const end = tr.doc.resolve(next.position + next.node.nodeSize - 1);
      dispatch(tr.setSelection(TextSelection.near(end, -1)).scrollIntoView());
    }
    return true;
  };
}

const addRowAtEnd: Command = (state, dispatch) =>
  addRow('below')(
    state,
    dispatch &&
      ((tr) => {
        const { tablePosition, table } = placeIn(tr.selection.$head)!;
        const last = rowPosition(table, tablePosition, table.childCount - 1);
        dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(last + 2))));
      })
  );

/** A table of empty cells with names for its columns. */
export function emptyTable(schema: Schema, rows: number, columns: number): DocumentNode {
  const line = () =>
    schema.nodes.tableRow!.create(
      null,
      Array.from({ length: columns }, (_, at) => emptyCell(schema, String(at)))
    );
  return schema.nodes.table!.create(null, Array.from({ length: rows }, line));
}

/** An empty cell of a column. */
export function emptyCell(schema: Schema, column: string): DocumentNode {
  return schema.nodes.tableCell!.create({ column }, schema.nodes.paragraph!.create());
}

/** A name no column has yet. */
export function newColumn(): string {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `c${drawn.toString(36)}`;
}

type InTable = (state: EditorState, place: TablePlace, dispatch?: (tr: Transaction) => void) => boolean;

// Before cells come and go each gets its column's name: afterwards its place would no longer tell.
function inTable(act: InTable): Command {
  return (state, dispatch) => {
    const place = placeIn(state.selection.$head);
    if (!place) return false;
    if (!dispatch) return act(state, place);
    const tr = state.tr;
    for (const { node, position, place: at } of cellsOf(place.table, place.tablePosition))
      if (node.attrs.column === null) tr.setNodeAttribute(position, 'column', String(at));
    let named = state;
    if (tr.docChanged) {
      dispatch(tr);
      named = state.apply(tr);
    }
    return act(named, placeIn(named.selection.$head)!, (last) => dispatch(last.setMeta(changesTables, true)));
  };
}

function namesOf(line: DocumentNode): string[] {
  return line.children.map((cell, place) => columnAt(cell.attrs.column as string | null, place));
}

function rowPosition(table: DocumentNode, tablePosition: number, row: number): number {
  return tablePosition + 1 + widthBefore(table, row);
}

function widthBefore(node: DocumentNode, index: number): number {
  return node.children.slice(0, index).reduce((sum, child) => sum + child.nodeSize, 0);
}
