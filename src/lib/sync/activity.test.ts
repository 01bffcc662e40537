import { afterEach, beforeEach, expect, test } from 'vitest';
import { asRows } from '#db/rows.server.ts';
import type { Id } from '#lib/kernel/index.ts';
import { openStorage, type Storage } from '../../../tests/support/storage.ts';
import { documentActivity } from './activity.server.ts';
import { appendUpdates, insertDocument, raiseEpoch } from './documentStore.server.ts';

let storage: Storage;
beforeEach(async () => {
  storage = await openStorage();
  await storage.write((unit) =>
    insertDocument(
      unit,
      {
        ...{ id: 'text', kind: 'brief.text', programme: 'p', subject: { kind: 'brief', id: 'b' }, epoch: 1 }
      },
      0
    )
  );
});
afterEach(() => storage.close());

let at = 0;
function log(author: Id | 'system', sector: string | null, count = 1, epoch = 1) {
  const affiliation = sector === null ? null : JSON.stringify({ sector });
  const updates = Array.from({ length: count }, () => ({
    update: new Uint8Array([0]),
    author,
    affiliation,
    at: ++at
  }));
  return storage.write((unit) => appendUpdates(unit, { id: 'text', epoch }, updates));
}

test('who wrote is told once per affiliation, latest first, and the system not at all', async () => {
  const activity = documentActivity(storage.read);
  await log('system', null);
  await log('wei', 'business', 3);
  await log('an', 'government');
  await log('wei', 'technology');
  const told = (await activity.authors({ programmes: ['p'] })).map(({ author, affiliation, lastAt }) => [
    ...[author, (affiliation as { sector: string }).sector, at - lastAt]
  ]);
  expect(told).toEqual([
    ['wei', 'technology', 0],
    ['an', 'government', 1],
    ['wei', 'business', 2]
  ]);
});

test('what is read bit by bit equals what is read afresh, over many edits and epochs', async () => {
  const patient = documentActivity(storage.read);
  const fresh = () => documentActivity(storage.read).authors({ documents: ['text'] });
  for (const [author, count] of [
    ['wei', 4_500],
    ['an', 1],
    ['wei', 1]
  ] as const) {
    await log(author, 'business', count);
    expect(await patient.authors({ documents: ['text'] })).toEqual(await fresh());
  }
  await storage.write((unit) => raiseEpoch(unit, 'text'));
  expect(await patient.authors({ documents: ['text'] })).toHaveLength(2);
  await log('mei', 'resident', 2, 2);
  const told = await patient.authors({ documents: ['text'] });
  expect(told.map(({ author }) => author)).toEqual(['mei', 'wei', 'an']);
  expect(told).toEqual(await fresh());
});

test('many who ask at once get the same answer', async () => {
  await log('wei', 'business', 5_000);
  const activity = documentActivity(storage.read);
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => activity.authors({ documents: ['text'] }))
  );
  for (const answer of answers) expect(answer).toMatchObject([{ author: 'wei', lastAt: at }]);
});

test('a head tells epoch and sequence; unknown documents have none', async () => {
  await log('wei', 'business', 2);
  const heads = await documentActivity(storage.read).heads(['text', 'nothing']);
  expect([...heads]).toEqual([['text', { epoch: 1, seq: 2 }]]);
});

test('an epoch that jumped far, as a restore makes it, is reached in a few queries', async () => {
  const far = 28_000_000;
  await log('wei', 'business');
  const { writer, readerDb } = storage.connections;
  await writer.updateTable('document').set({ epoch: far }).where('id', '=', 'text').execute();
  await log('an', 'government', 1, far);
  let queries = 0;
  const counted = readerDb.withPlugin({
    transformQuery({ node }) {
      if (++queries > 10) throw new Error('It counts through epochs that never were.');
      return node;
    },
    transformResult: async ({ result }) => result
  });
  const activity = documentActivity(asRows({ store: 'rows' }, counted));
  const told = await activity.authors({ documents: ['text'] });
  expect(told.map(({ author }) => author)).toEqual(['an', 'wei']);
  expect(queries).toBeGreaterThan(0);
});
