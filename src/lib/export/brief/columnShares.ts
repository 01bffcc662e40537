import { plainText, type Block } from '#lib/briefs/index.server.ts';

/**
 * How wide a table's columns are, as shares of its width that add up to 1: by their longest line, a Chinese character counting
 * two, and none so narrow that its words break at every letter. Offices that are told no widths draw columns of none.
 */
export function columnShares(table: Block): number[] {
  const rows = (table.content ?? []).map((row) => row.content ?? []);
  const count = Math.max(0, ...rows.map((cells) => cells.length));
  const weights = Array.from({ length: count }, (_, at) =>
    Math.min(44, Math.max(7, ...rows.map((cells) => longestLine(cells[at]))))
  );
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / all);
}

function longestLine(cell: Block | undefined): number {
  const lines = plainText(cell?.content ?? []).split('\n');
  return Math.max(
    ...lines.map((line) => [...line].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 2 : 1), 0))
  );
}
