import { expect, test } from 'vitest';
import { gridOf, isBeyondGrid, type PlacedCell } from './tableGrid.ts';
import { evenTable } from './tableBlocks.ts';
import type { Block } from './blocks.ts';

const row = (length: number, name: (at: number) => string): PlacedCell[] =>
  Array.from({ length }, (_, at) => ({ column: name(at), isBlank: false }));

test.each([
  [
    'two rows of thousands of columns that no other row has',
    [row(4000, (n) => `a${n}`), row(4000, (n) => `b${n}`)]
  ],
  ['one row of very many columns', [row(20_000, (n) => `c${n}`)]],
  [
    'a wide row over many short ones',
    [row(500, (n) => `d${n}`), ...Array.from({ length: 500 }, () => row(1, () => 'd1'))]
  ]
])('%s is not laid out', (_, rows) => {
  expect(isBeyondGrid(rows)).toBe(true);
});

test('the largest table the editor makes is laid out', () => {
  const rows = Array.from({ length: 100 }, () => row(20, (n) => `c${n}`));
  expect(isBeyondGrid(rows)).toBe(false);
  expect(gridOf(rows).columns).toHaveLength(20);
});

test('a table beyond laying out keeps every word, row by row', () => {
  const cell = (column: string): Block => ({
    type: 'tableCell',
    attrs: { column },
    content: [{ type: 'paragraph', content: [{ type: 'text', text: column }] }]
  });
  const rows = ['a', 'b'].map((letter): Block => ({
    type: 'tableRow',
    content: Array.from({ length: 4000 }, (_, at) => cell(`${letter}${at}`))
  }));
  const { rows: shown } = evenTable({ type: 'table', content: rows });
  expect(shown.map((cells) => cells.length)).toEqual([4000, 4000]);
});
