import { Linter } from 'eslint';
import { expect, test } from 'vitest';
import { ownLines } from './ownLines.js';

function told(code: string): string[] {
  const plugins = { house: { rules: { 'own-lines': ownLines } } };
  return new Linter()
    .verify(code, { plugins, rules: { 'house/own-lines': ['error', 5] } })
    .map(({ message }) => message);
}
const lines = (count: number) => 'work();\n'.repeat(count);

test('a function longer than the limit is named with its length', () => {
  expect(told(`function long() {\n${lines(4)}}`)[0]).toMatch(
    /^This function has 6 lines of its own; at most 5/
  );
});

test('a factory of short functions is not long', () => {
  expect(told(`function factory() {\nreturn {\na() {\n${lines(3)}},\nb() {\n${lines(3)}}\n};\n}`)).toEqual(
    []
  );
});

test('a long function inside a factory is found', () => {
  expect(told(`const factory = () => {\nfunction long() {\n${lines(4)}}\nreturn long;\n};`)).toHaveLength(1);
});

test('blank lines and comments do not count', () => {
  expect(told(`function short() {\n${lines(3)}\n\n// why\n// so\n}`)).toEqual([]);
});
