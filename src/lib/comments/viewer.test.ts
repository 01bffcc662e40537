import { describe, expect, test } from 'vitest';
import { EDITABLE } from './comment.ts';
import { mayDo, maySee, stranger, type Guarded, type Viewer } from './viewer.ts';

const at = 1_000_000;
const hers: Guarded = { account: 'her', state: 'shown', removedAt: null, at, text: 'yes' };
const she: Viewer = { account: 'her', mayWrite: true, moderates: false, now: at + 1 };
const other: Viewer = { ...she, account: 'other' };
const moderator: Viewer = { ...other, moderates: true };

describe('what waits to be let through', () => {
  test.each(['held', 'refused'] as const)('a %s comment is for its author and for moderators', (state) => {
    const one = { ...hers, state };
    expect([she, other, moderator, stranger].map((viewer) => maySee(one, viewer))).toEqual([
      true,
      false,
      true,
      false
    ]);
  });

  test('only a moderator decides about it, and only while it is held', () => {
    const decides = (state: Guarded['state'], viewer: Viewer) => mayDo({ ...hers, state }, viewer).decide;
    expect([decides('held', moderator), decides('held', she), decides('shown', moderator)]).toEqual([
      true,
      false,
      false
    ]);
  });
});

describe('changing one’s words', () => {
  test('is for the author, and for a quarter of an hour', () => {
    expect(mayDo(hers, she).edit).toBe(true);
    expect(mayDo(hers, { ...she, now: at + EDITABLE }).edit).toBe(false);
    expect(mayDo(hers, moderator).edit).toBe(false);
  });

  test('who may comment no longer changes nothing', () => {
    expect(mayDo(hers, { ...she, mayWrite: false })).toEqual({ edit: false, remove: false, decide: false });
  });
});

test('author and moderators may remove what is there; nobody removes it twice', () => {
  expect([she, other, moderator].map((viewer) => mayDo(hers, viewer).remove)).toEqual([true, false, true]);
  expect(mayDo({ ...hers, removedAt: at }, moderator).remove).toBe(false);
});

test('somebody without an account is nobody’s author', () => {
  expect(maySee({ ...hers, account: '', state: 'held' }, { ...stranger, account: null })).toBe(false);
});
