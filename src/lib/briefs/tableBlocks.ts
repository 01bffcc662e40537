import { plainText, type Block } from './blocks.ts';
import { gridOf, isBeyondGrid } from './tableGrid.ts';

/** A table made ready to show: every row has a cell for every column, whatever edits left behind. */
export type EvenTable = { hasHeader: boolean; rows: readonly (readonly Block[])[] };

const content = (block: Block) => block.content ?? [];
const empty: Block = { type: 'tableCell', content: [{ type: 'paragraph' }] };

/** Reads a table block as an even grid. No cell that holds anything is left out; doubled ones are joined. */
export function evenTable(table: Block): EvenTable {
  const rows = content(table).map(content);
  const placed = rows.map((cells) =>
    cells.map((cell) => ({
      column: typeof cell.attrs?.column === 'string' ? cell.attrs.column : null,
      isBlank: plainText(content(cell)).trim() === ''
    }))
  );
  const hasHeader = table.attrs?.header !== false;
  if (isBeyondGrid(placed)) return { hasHeader, rows };
  const grid = gridOf(placed);
  return {
    hasHeader,
    rows: grid.rows.map(({ row, cells }) =>
      cells.map((places) => joined(places.map((at) => rows[row]![at]!)))
    )
  };
}

/** Makes every table ready to show, so that whoever only shows it need not know how. */
export function withEvenTables(blocks: readonly Block[]): Block[] {
  return blocks.map((block) => {
    if (block.type !== 'table') return block;
    const rows = evenTable(block).rows.map((cells): Block => ({ type: 'tableRow', content: [...cells] }));
    return { ...block, content: rows };
  });
}

function joined(cells: readonly Block[]): Block {
  const [only] = cells;
  if (only && cells.length === 1) return only;
  return cells.length === 0 ? empty : { ...only!, content: cells.flatMap(content) };
}
