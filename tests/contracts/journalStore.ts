import { expect, test } from 'vitest';
import { GENESIS } from '#lib/journal/index.ts';
import {
  append,
  emptyOpenings,
  readChains,
  readEntries,
  readHead,
  takePlace
} from '#lib/journal/journalStore.server.ts';
import type { Storage } from '../support/storage.ts';

/** What every database must do for the journal. `raw` runs a statement past all our code. */
export function journalStoreContract(
  storage: () => Storage,
  raw: (statement: string) => Promise<unknown>
): void {
  const write = (n: number, chain = 'c') =>
    storage().write(async (unit) => {
      const { seq, prev } = await takePlace(unit, chain);
      const body = {
        programme: chain,
        seq,
        at: n,
        actor: 'system',
        affiliation: null,
        type: 'x.y',
        subject: { kind: 'brief' as const, id: 'b' },
        data: {},
        prev
      };
      const openings = [{ field: 'title', salt: 's', value: `"${n}"` }];
      await append(unit, { entry: { seq, body: `body ${n}`, prev, hash: `hash ${n}` }, body, openings });
      return { seq, prev };
    });

  test('places of a chain follow one another without gaps, each naming the one before', async () => {
    const failing = storage().write(async (unit) => {
      await takePlace(unit, 'c');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await write(1)).toEqual({ seq: 1, prev: GENESIS });
    const places = await Promise.all([write(2), write(3), write(9, 'd')]);
    expect(places).toEqual([
      { seq: 2, prev: 'hash 1' },
      { seq: 3, prev: 'hash 2' },
      { seq: 1, prev: GENESIS }
    ]);
    expect(await readHead(storage().read, 'c')).toEqual({ chain: 'c', seq: 3, hash: 'hash 3' });
    expect(await readHead(storage().read, 'none')).toEqual({ chain: 'none', seq: 0, hash: GENESIS });
    expect(await readChains(storage().read)).toEqual(['c', 'd']);
  });

  test('entries come back in order with what opens them', async () => {
    for (const n of [1, 2, 3]) await write(n);
    const entries = await readEntries(storage().read, 'c', { after: 1, limit: 1 });
    expect(entries).toEqual([
      {
        seq: 2,
        body: 'body 2',
        prev: 'hash 1',
        hash: 'hash 2',
        openings: [{ field: 'title', salt: 's', value: '"2"' }],
        columns: { at: 2, type: 'x.y', actor: 'system', subjectKind: 'brief', subjectId: 'b' }
      }
    ]);
  });

  test('openings are emptied once, and only where asked', async () => {
    await write(1);
    await write(2);
    const empty = (fields: string[]) =>
      storage().write((unit) => emptyOpenings(unit, { chain: 'c', seq: 1, fields }));
    expect(await empty([])).toEqual([]);
    expect(await empty(['title', 'other'])).toEqual(['title']);
    expect(await empty(['title'])).toEqual([]);
    const [first, second] = await readEntries(storage().read, 'c', { after: 0, limit: 9 });
    expect(first!.openings).toEqual([{ field: 'title', salt: '', value: null }]);
    expect(second!.openings[0]!.value).toBe('"2"');
  });

  test('the database itself refuses to change or remove an entry', async () => {
    await write(1);
    await expect(raw(`update journal_event set type = 'z'`)).rejects.toThrow('append-only');
    await expect(raw('delete from journal_event')).rejects.toThrow('append-only');
  });
}
