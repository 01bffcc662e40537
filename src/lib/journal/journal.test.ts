import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NewEvent } from '#lib/kernel/index.ts';
import { openStorage, type Storage } from '../../../tests/support/storage.ts';
import { GENESIS } from './index.ts';

let storage: Storage;
let now: number;
beforeEach(async () => {
  now = 1_800_000_000_000;
  storage = await openStorage(() => now);
});
afterEach(() => storage.close());

const event = (n: number, chain = 'instance'): NewEvent => ({
  chain,
  type: 'brief.updated',
  actor: 'system',
  subject: { kind: 'brief', id: 'b' },
  data: { n },
  committed: { title: `標題 ${n}` }
});
const record = (n: number, chain?: string) => storage.write((unit) => unit.record(event(n, chain)));

test('an event is returned as it will be read, and announced after the commit', async () => {
  const recorded = await record(1);
  expect(recorded).toMatchObject({
    chain: 'instance',
    seq: 1,
    at: 1_800_000_000_000,
    prev: GENESIS,
    affiliation: null
  });
  expect(await storage.journal.listEvents('instance')).toEqual([recorded]);
  expect(await storage.journal.head('instance')).toEqual({ chain: 'instance', seq: 1, hash: recorded.hash });
  const { chain, seq, type, subject } = recorded;
  expect(storage.notices).toEqual([{ kind: 'event', chain, seq, type, subject }]);
});

test('a chain without events begins at zero', async () => {
  expect(await storage.journal.head('none')).toEqual({ chain: 'none', seq: 0, hash: GENESIS });
  expect(await storage.journal.listEvents('none')).toEqual([]);
  expect(await storage.journal.verify('none')).toMatchObject({ ok: true });
});

test('what is rolled back leaves no gap, no opening and no notice', async () => {
  await record(1);
  const failing = storage.write(async (unit) => {
    await unit.record(event(2));
    await unit.record(event(3, 'other'));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  const next = await record(4);
  expect(next.seq).toBe(2);
  expect(storage.notices).toHaveLength(2);
  expect(await storage.journal.head('other')).toMatchObject({ seq: 0 });
  const openings = await storage.connections.readerDb.selectFrom('journal_opening').selectAll().execute();
  expect(openings).toHaveLength(2);
  expect(openings.every((opening) => /^[A-Za-z0-9_-]{22}$/.test(opening.salt))).toBe(true);
});

test('a hundred at once, in two chains, stand without gaps and each chain on its own', async () => {
  await Promise.all(Array.from({ length: 100 }, (_, i) => record(i, i % 2 ? 'a' : 'b')));
  for (const chain of ['a', 'b']) {
    const events = await storage.journal.listEvents(chain, { limit: 500 });
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(await storage.journal.verify(chain)).toMatchObject({ ok: true, head: { seq: 50 } });
  }
});

test('several events of one transaction follow one another', async () => {
  await storage.write(async (unit) => {
    await unit.record(event(1));
    await unit.record(event(2));
  });
  expect((await storage.journal.listEvents('instance')).map(({ seq }) => seq)).toEqual([1, 2]);
  expect(await storage.journal.verify('instance')).toMatchObject({ ok: true });
});

test('pages go forward from a place and are never longer than 500', async () => {
  await storage.write(async (unit) => {
    for (let i = 1; i <= 503; i++) await unit.record(event(i));
  });
  const page = await storage.journal.listEvents('instance', { after: 2, limit: 3 });
  expect(page.map(({ seq, committed }) => [seq, committed])).toEqual([
    [3, { title: '標題 3' }],
    [4, { title: '標題 4' }],
    [5, { title: '標題 5' }]
  ]);
  expect(await storage.journal.listEvents('instance', { limit: 10_000 })).toHaveLength(500);
  expect(await storage.journal.listEvents('instance', { after: 503 })).toEqual([]);
  expect(await storage.journal.verify('instance')).toMatchObject({ ok: true, head: { seq: 503 } });
});

test('while others record, verify finds the chain whole', async () => {
  const recording = Promise.all(Array.from({ length: 300 }, (_, i) => record(i)));
  for (let i = 0; i < 20; i++) expect(await storage.journal.verify('instance')).toMatchObject({ ok: true });
  await recording;
});

test('redaction removes the words and the salt, says so, and keeps the chain whole', async () => {
  await record(1);
  await record(2);
  const before = (await storage.journal.listEvents('instance'))[0]!;
  const place = { actor: 'system', chain: 'instance', seq: 1, fields: ['title', 'unknown'] } as const;
  const redact = () =>
    storage.write((unit) => storage.journal.redact(unit, { ...place, fields: [...place.fields] }));
  expect(await redact()).toEqual(['title']);
  expect(await redact()).toEqual([]);
  const [first, second, third, ...more] = await storage.journal.listEvents('instance');
  expect(first).toEqual({ ...before, committed: {} });
  expect(second!.committed).toEqual({ title: '標題 2' });
  expect(third).toMatchObject({ type: 'journal.redacted', data: { seq: 1, fields: ['title'] } });
  expect(more).toEqual([]);
  expect(await storage.journal.verify('instance')).toMatchObject({ ok: true });
  const row = await storage.connections.readerDb
    .selectFrom('journal_opening')
    .selectAll()
    .where('seq', '=', 1)
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({ value: null, salt: '' });
});

test('a clock that was set back is told, and is no fault: the order is the sequence', async () => {
  await record(1);
  now -= 86_400_000;
  await record(2);
  await record(3);
  expect(await storage.journal.verify('instance')).toMatchObject({ ok: true, timeWentBackAt: [2] });
  expect((await storage.journal.listEvents('instance')).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test('every chain of the installation can be checked at once', async () => {
  await record(1);
  await record(1, 'programme');
  const verdicts = await storage.journal.verifyAll();
  expect(verdicts).toMatchObject([
    { ok: true, head: { chain: 'instance', seq: 1 } },
    { ok: true, head: { chain: 'programme', seq: 1 } }
  ]);
});
