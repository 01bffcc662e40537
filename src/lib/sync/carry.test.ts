import { describe, expect, test } from 'vitest';
import { cover, isTelling, named, stretches, wholePieces, type Run } from './carry.server.ts';

const run = (text: string, client = 1, clock = 0): Run => ({
  text,
  parts: [{ at: 0, client, clock, length: text.length }]
});
const from = (clock: number, length: number, at = 0) => ({
  ...{ client: 9, clock: at, length },
  ...{ fromClient: 1, fromClock: clock }
});

describe('whole pieces', () => {
  test('are found whatever their length, and each is given away once', () => {
    const { carried, left } = wholePieces([run('水', 9), run('水', 9, 5)], [run('水')]);
    expect(carried).toEqual([from(0, 1)]);
    expect(left).toEqual([run('水', 9, 5)]);
  });

  test('keep the edits they are made of', () => {
    const made: Run = {
      text: 'abcd',
      parts: [
        { at: 0, client: 1, clock: 7, length: 1 },
        { at: 1, client: 2, clock: 0, length: 3 }
      ]
    };
    expect(wholePieces([run('abcd', 9)], [made]).carried).toEqual([
      { client: 9, clock: 0, length: 1, fromClient: 1, fromClock: 7 },
      { client: 9, clock: 1, length: 3, fromClient: 2, fromClock: 0 }
    ]);
  });
});

describe('stretches', () => {
  test('are found in a text that was changed on the way', () => {
    const { carried, left } = stretches([run('我們也不同意這個方案', 9)], [run('居民說：不同意這個方案。')]);
    expect(carried).toEqual([from(4, 7, 3)]);
    expect(left).toEqual([]);
  });

  test('are not found where a few letters are the same by chance', () => {
    const inserted = [run('the river', 9)];
    expect(stretches(inserted, [run('over the rail')])).toEqual({ carried: [], left: inserted });
  });
});

describe('laying pieces over a text', () => {
  test('finds a block that was deleted in parts, written into since', () => {
    const pieces = [run('淹鈴水', 1, 0), run('警', 1, 10)];
    expect(cover([run('淹警鈴水', 9)], pieces).carried).toEqual([
      from(0, 1, 0),
      from(1, 2, 2),
      from(10, 1, 1)
    ]);
  });

  test('takes a letter typed over a longer word for a new one', () => {
    const inserted = [run('a', 9)];
    expect(cover(inserted, [run('banana')])).toEqual({ carried: [], left: inserted });
  });
});

test('of what was deleted before, an update names the pieces it saw alive', () => {
  const ds = { clients: new Map([[1, [{ clock: 2, len: 3 }]]]) } as Parameters<typeof named>[1];
  expect(named([run('abcdef'), run('xyz', 2)], ds)).toEqual([run('cde', 1, 2)]);
});

test('four Chinese characters or twelve letters are no chance', () => {
  expect(['淹水警鈴', '淹水警', 'twelve lette', 'eleven lett'].map((text) => isTelling(text))).toEqual([
    true,
    false,
    true,
    false
  ]);
});
