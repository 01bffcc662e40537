import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Rows, Write } from '#lib/kernel/index.ts';
import { freshDatabase, type TestDatabase } from '../tests/support/database.ts';
import { openLossyLine, type LossyLine } from '../tests/support/postgres/lossyLine.ts';
import { connectPostgres, type Connections } from './connect.server.ts';
import { kysely } from './rows.server.ts';
import { createWritePath } from './writePath.server.ts';

const put = (rows: Rows, key: string) => kysely(rows).insertInto('meta').values({ key, value: '' }).execute();
const keysOf = async ({ reader }: Connections) =>
  (await kysely(reader).selectFrom('meta').select('key').orderBy('key').execute()).map(({ key }) => key);
const unavailable = { name: 'Problem', code: 'storage_unavailable' };

const patience = { suspicion: 200, look: 1000, pause: 50 };

describe('a PostgreSQL server from which nothing is heard any more', { timeout: 30_000 }, () => {
  let database: TestDatabase;
  let line: LossyLine;
  let connections: Connections;
  let write: Write;
  beforeEach(async () => {
    database = await freshDatabase();
    line = await openLossyLine(database.databaseUrl!);
    connections = connectPostgres(line.url, { alone: true, patience });
    write = createWritePath({
      writer: connections.writer,
      recorder: async (_unit, event) => ({ ...event, seq: 1, at: 0, prev: '', hash: '' })
    });
    await write((unit) => put(unit, 'before'));
    await keysOf(connections);
  });
  afterEach(async () => {
    await connections.close();
    await line.close();
    await database.remove();
  });

  test('keeps nobody waiting one after the other: who waits is refused together, who comes later at once', async () => {
    line.fallSilent();
    // One by one they would take the driver's patience each: 60 s for an answer, 10 s for a connection.
    const refused = await Promise.allSettled([
      ...Array.from({ length: 20 }, (_, i) => write((unit) => put(unit, `waiting ${i}`))),
      ...Array.from({ length: 20 }, () => keysOf(connections))
    ]);
    for (const one of refused) expect(one).toMatchObject({ status: 'rejected', reason: unavailable });
    const tried = line.connections();
    for (const later of [write((unit) => put(unit, 'later')), keysOf(connections)])
      await expect(later).rejects.toMatchObject({ ...unavailable, message: 'no answer' });
    expect(line.connections() - tried).toBeLessThan(2);
  });

  test('is found again by itself, though PostgreSQL still takes our lost connection for the server that holds the lock', async () => {
    let isInside = () => {};
    const inside = new Promise<void>((resolve) => (isInside = resolve));
    const open = write(async (unit) => {
      await put(unit, 'half-done');
      isInside();
      line.fallSilent();
      await put(unit, 'never heard');
    });
    await inside;
    await expect(open).rejects.toMatchObject(unavailable);
    line.speakAgain();
    await expect
      .poll(() => write((unit) => put(unit, 'after')).then(() => 'written', String), { timeout: 20_000 })
      .toBe('written');
    expect(await keysOf(connections)).toEqual(['after', 'before']);
  });

  test('is not mistaken for one that keeps newcomers waiting while it talks to us', async () => {
    const slow = sql<{ said: number }>`select 1 as said from pg_sleep(4)`.execute(connections.readerDb);
    let isOver = false;
    const talking = (async () => {
      for (let i = 0; !isOver; i++) await write((unit) => put(unit, `beside it ${i}`));
    })();
    line.ignoreNewcomers();
    expect((await slow).rows).toEqual([{ said: 1 }]);
    isOver = true;
    await talking;
  });

  test('is not mistaken for one that takes long over one question', async () => {
    const slow = sql<{ said: number }>`select 1 as said from pg_sleep(1.5)`.execute(connections.readerDb);
    await write((unit) => put(unit, 'beside it'));
    expect((await slow).rows).toEqual([{ said: 1 }]);
  });
});
