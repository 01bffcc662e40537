import { expect, test } from 'vitest';
import { carries, rules, rulesIn } from './specCoverage.ts';

test('every numbered rule is carried by a test', () => {
  const all = rules();
  expect(all.length).toBeGreaterThan(40);
  expect(all.filter(({ tests }) => tests.length === 0).map(({ id, says }) => `${id} ${says}`)).toEqual([]);
});

test('no two rules share a number', () => {
  const ids = rules().map(({ spec, id }) => `${spec} ${id}`);
  expect(ids).toEqual([...new Set(ids)]);
});

test('rules are read one by one, also where two share a text', () => {
  const text = '- **D3, D4** Rows committed by others.\n- **S1** When a commit fails. **S2** Draining.';
  expect(rulesIn(text).map(({ id }) => id)).toEqual(['D3', 'D4', 'S1', 'S2']);
});

test.each([
  ['D3 a row is read', 'D3', true],
  ['a row is read (D3)', 'D3', true],
  ['D3–D5 rows are read', 'D4', true],
  ['D3-D5 rows are read', 'D5', true],
  ['D31 is another', 'D3', false],
  ['AD3 is another', 'D3', false],
  ['J3 is another', 'D3', false]
])('“%s” carries %s: %s', (title, id, expected) => {
  expect(carries(title, id)).toBe(expected);
});
