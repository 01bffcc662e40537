import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Notice, RecordedEvent, Rows, Unit, Write } from '#lib/kernel/index.ts';
import { freshDatabase, type TestDatabase } from '../tests/support/database.ts';
import type { Connections } from './connect.server.ts';
import { kysely } from './rows.server.ts';
import { createWritePath } from './writePath.server.ts';

let database: TestDatabase;
let connections: Connections;
let write: Write;
let heard: Notice[];

beforeEach(async () => {
  database = await freshDatabase();
  connections = await database.connect();
  heard = [];
  write = createWritePath({
    writer: connections.writer,
    recorder: async (_unit, event): Promise<RecordedEvent> => ({
      ...event,
      seq: 1,
      at: 0,
      prev: '',
      hash: ''
    }),
    publish: (notice) => heard.push(notice)
  });
});

afterEach(async () => {
  await connections.close();
  await database.remove();
});

const put = (rows: Rows, key: string, value: string) =>
  kysely(rows).insertInto('meta').values({ key, value }).execute();
const keys = async () =>
  (await kysely(connections.reader).selectFrom('meta').select('key').orderBy('key').execute()).map(
    (row) => row.key
  );

test('work that throws leaves no row, no event and no notice', async () => {
  const failing = write(async (unit) => {
    await put(unit, 'a', '1');
    await unit.record({
      chain: 'instance',
      type: 'x.happened',
      actor: 'system',
      subject: { kind: 'instance', id: 'i' }
    });
    unit.announce({ kind: 'rights', account: 'a' });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await keys()).toEqual([]);
  expect(heard).toEqual([]);
});

test('notices are heard after the commit, in order, events first told by themselves', async () => {
  let heardDuring = -1;
  await write(async (unit) => {
    await unit.record({
      chain: 'instance',
      type: 'x.happened',
      actor: 'system',
      subject: { kind: 'instance', id: 'i' }
    });
    unit.announce({ kind: 'rights', programme: 'p' });
    heardDuring = heard.length;
  });
  expect(heardDuring).toBe(0);
  expect(heard.map((notice) => notice.kind)).toEqual(['event', 'rights']);
});

test('a commit that gets no answer may be on disk: whoever watches rights asks again', async () => {
  const { writer } = connections;
  const breaking = {
    transaction: () => ({
      async execute<T>(work: Parameters<ReturnType<typeof writer.transaction>['execute']>[0]): Promise<T> {
        await writer.transaction().execute(work);
        throw new Error('Connection terminated unexpectedly');
      }
    })
  } as unknown as typeof writer;
  const recorder = async (): Promise<RecordedEvent> => Promise.reject(new Error('not asked for'));
  const lost = createWritePath({ writer: breaking, recorder, publish: (notice) => heard.push(notice) });
  const work = lost(async (unit) => {
    await put(unit, 'a', '1');
    unit.announce({ kind: 'document', document: 'd', seq: 1 });
    unit.announce({ kind: 'rights', account: 'a' });
  });
  await expect(work).rejects.toThrow('Connection terminated');
  expect(heard).toEqual([{ kind: 'rights', account: 'a' }]);
});

test('units run one after the other, however they were started', async () => {
  const order: string[] = [];
  const slow = (name: string) =>
    write(async (unit) => {
      order.push(`${name} in`);
      await put(unit, name, '');
      await Promise.resolve();
      order.push(`${name} out`);
    });
  await Promise.all([slow('a'), slow('b'), slow('c')]);
  expect(order).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
});

test('a reader sees nothing of a transaction that is still open', async () => {
  let seen: string[] = ['not asked'];
  await write(async (unit) => {
    await put(unit, 'open', '');
    seen = await keys();
  });
  expect(seen).toEqual([]);
  expect(await keys()).toEqual(['open']);
});

test('a unit that was kept cannot write after its transaction', async () => {
  let kept: Unit | undefined;
  await write(async (unit) => {
    kept = unit;
  });
  expect(() => kysely(kept!)).toThrow('ended');
});

test('a failed unit does not hold up the next', async () => {
  await write(async () => Promise.reject(new Error('first'))).catch(() => undefined);
  await write((unit) => put(unit, 'second', ''));
  expect(await keys()).toEqual(['second']);
});

test('the read connection cannot write', async () => {
  await expect(put(connections.reader, 'x', '')).rejects.toThrow(/read-?only|25006/);
});
