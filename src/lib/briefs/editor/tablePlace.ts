import type { Node as DocumentNode, ResolvedPos } from '@tiptap/pm/model';
import { columnAt } from '../tableGrid.ts';

/** Where the caret is in a table. Positions are the document's, before the node. */
export type TablePlace = {
  table: DocumentNode;
  tablePosition: number;
  row: number;
  /** place of the cell in its row */
  cell: number;
  cellPosition: number;
  /** name of the column the cell stands in */
  column: string;
};

/** @returns where a position is in a table, or null outside of one */
export function placeIn($position: ResolvedPos): TablePlace | null {
  const depth = cellDepth($position);
  if (depth === null || depth < 3) return null;
  const cell = $position.index(depth - 1);
  return {
    table: $position.node(depth - 2),
    tablePosition: $position.before(depth - 2),
    row: $position.index(depth - 2),
    cell,
    cellPosition: $position.before(depth),
    column: columnAt($position.node(depth).attrs.column as string | null, cell)
  };
}

/** The depth of the cell around a position, or null. */
export function cellDepth($position: ResolvedPos): number | null {
  for (let depth = $position.depth; depth > 0; depth--)
    if ($position.node(depth).type.name === 'tableCell') return depth;
  return null;
}

/** All cells of a table in reading order, with their positions. */
export function cellsOf(table: DocumentNode, tablePosition: number) {
  const cells: { node: DocumentNode; position: number; row: number; place: number }[] = [];
  table.forEach((line, rowOffset, row) =>
    line.forEach((node, offset, place) =>
      cells.push({ node, position: tablePosition + rowOffset + offset + 2, row, place })
    )
  );
  return cells;
}
