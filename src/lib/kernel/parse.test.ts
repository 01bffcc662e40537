import * as v from 'valibot';
import { expect, test } from 'vitest';
import { parse, wholeNumber } from './parse.ts';
import { Problem } from './problems.ts';
import { line } from './text.ts';

const schema = v.strictObject({
  name: line(3),
  kind: v.picklist(['a']),
  inner: v.strictObject({ on: v.boolean() })
});

function issuesOf(input: unknown) {
  try {
    parse(schema, input);
  } catch (error) {
    if (error instanceof Problem) return error.issues;
  }
  return [];
}

test('what is right comes back cleaned', () => {
  const good = { name: ' ab ', kind: 'a', inner: { on: true } };
  expect(parse(schema, good)).toEqual({ ...good, name: 'ab' });
});

test.each([
  ['a field that is missing', { kind: 'a', inner: { on: true } }, 'name', 'required'],
  ['a missing group', { name: 'a', kind: 'a' }, 'inner', 'required'],
  ['a field inside a group', { name: 'a', kind: 'a', inner: {} }, 'inner.on', 'required'],
  ['text where a group belongs', { name: 'a', kind: 'a', inner: 'x' }, 'inner', 'not_allowed'],
  ['a field nobody asked for', { name: 'a', kind: 'a', inner: { on: true }, age: 3 }, 'age', 'unknown'],
  ['a blank name', { name: '  ', kind: 'a', inner: { on: true } }, 'name', 'required'],
  ['a value outside the list', { name: 'a', kind: 'b', inner: { on: true } }, 'kind', 'not_allowed'],
  ['no object at all', 'text', '', 'not_allowed']
])('%s is named with its reason', (_, input, field, reason) => {
  expect(issuesOf(input)).toEqual([{ field, reason }]);
});

test('too long says how long it may be', () => {
  expect(issuesOf({ name: 'abcd', kind: 'a', inner: { on: true } })).toEqual([
    { field: 'name', reason: 'too_long', limit: 3 }
  ]);
});

test('a field that is wrong in two ways is told once, with what people can count', () => {
  const issues = issuesOf({ name: 'x'.repeat(3 * 8 + 1), kind: 'b', inner: { on: true } });
  expect(issues).toEqual([
    { field: 'name', reason: 'too_long', limit: 3 },
    { field: 'kind', reason: 'not_allowed' }
  ]);
});

test.each([0, -3, 99_999, 1.5, Number.NaN, 'abc', null])(
  '%j where a number from 1 to 90 belongs names both ends',
  (days) => {
    const attempt = () => parse(v.strictObject({ days: wholeNumber(1, 90) }), { days });
    expect(attempt).toThrow(
      expect.objectContaining({ issues: [{ field: 'days', reason: 'not_allowed', least: 1, limit: 90 }] })
    );
  }
);
