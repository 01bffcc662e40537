import { expect, test } from 'vitest';
import { folded, matches } from './search.ts';

test('full-width and upper-case letters are found by plain ones, each in its place', () => {
  const text = 'ＡＢＣ　Straße 淹水１２';
  expect(folded(text)).toBe('abc straße 淹水12');
  expect(folded(text)).toHaveLength(text.length);
  expect(folded('İstanbul')).toHaveLength('İstanbul'.length);
});

test.each([
  ['淹水', true],
  ['flood 警報', true],
  ['警報 FLOOD', true],
  ['', true],
  ['flood drought', false]
])('“%s” matches: %s', (query, expected) => {
  expect(matches(query, '淹水警報', null, 'Flood warnings')).toBe(expected);
});
