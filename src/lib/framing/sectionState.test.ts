import { expect, test } from 'vitest';
import { mayMove, saidStates, shownState, type Mover } from './sectionState.ts';

const nobody: Mover = { writes: false, contests: false, keeps: false, isWhoSaid: false };
const commenter: Mover = { ...nobody, contests: true };
const contributor: Mover = { ...commenter, writes: true };
const steward: Mover = { ...contributor, keeps: true };

test('everybody who takes part may contest, also what is agreed; observers may not', () => {
  for (const from of saidStates) {
    expect(mayMove(from, 'contested', commenter)).toBe(true);
    expect(mayMove(from, 'contested', nobody)).toBe(false);
  }
});

test('only those who keep the brief agree, and reopen what is agreed', () => {
  expect(mayMove('drafting', 'agreed', contributor)).toBe(false);
  expect(mayMove('drafting', 'agreed', steward)).toBe(true);
  expect(mayMove('agreed', 'drafting', contributor)).toBe(false);
  expect(mayMove('agreed', 'drafting', steward)).toBe(true);
});

test('a contest is taken back by whoever raised it, or ended by those who keep the brief', () => {
  expect(mayMove('contested', 'drafting', contributor)).toBe(false);
  expect(mayMove('contested', 'drafting', { ...commenter, isWhoSaid: true })).toBe(true);
  expect(mayMove('contested', 'drafting', steward)).toBe(true);
});

test('a section without words is empty, whatever was said of it', () => {
  expect(shownState('agreed', true)).toBe('empty');
  expect(shownState('agreed', false)).toBe('agreed');
});
