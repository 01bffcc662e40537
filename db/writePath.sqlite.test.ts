import SqliteDatabase from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Rows, Write } from '#lib/kernel/index.ts';
import { freshDatabase, type TestDatabase } from '../tests/support/database.ts';
import { connectSqlite, type Connections } from './connect.server.ts';
import { kysely } from './rows.server.ts';
import { createWritePath } from './writePath.server.ts';

let database: TestDatabase;
let connections: Connections;
let write: Write;

beforeEach(async () => {
  database = await freshDatabase();
  connections = await database.connect();
  write = createWritePath({
    writer: connections.writer,
    recorder: async (_unit, event) => ({ ...event, seq: 1, at: 0, prev: '', hash: '' })
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

test('a transaction takes the write lock at its start', async () => {
  const other = connectSqlite(database.databaseFile);
  try {
    await write(async () => {
      const rival = other.writer.connection().execute(async (db) => {
        await sql`pragma busy_timeout = 0`.execute(db);
        await sql`begin immediate`.execute(db);
      });
      await expect(rival).rejects.toThrow(/locked/);
    });
  } finally {
    await other.close();
  }
});

test('a full disk is told as such, though SQLite has rolled back by itself', async () => {
  await sql`pragma max_page_count = 1`.execute(connections.writer);
  const filling = write((unit) => put(unit, 'large', 'x'.repeat(500_000)));
  await expect(filling).rejects.toMatchObject({ code: 'storage_unavailable' });
  await sql`pragma max_page_count = 4294967294`.execute(connections.writer);
  await write((unit) => put(unit, 'large', 'x'.repeat(500_000)));
  expect(await keys()).toEqual(['large']);
});

test(
  'another writer that holds the lock for two seconds keeps nobody waiting but the write',
  { retry: 2 },
  async () => {
    const other = new SqliteDatabase(database.databaseFile);
    other.exec('begin immediate');
    let isHeld = true;
    const lettingGo = setTimeout(() => {
      isHeld = false;
      other.exec('rollback');
    }, 2000);
    let [last, gap] = [performance.now(), 0];
    const ticking = setInterval(() => {
      gap = Math.max(gap, performance.now() - last);
      last = performance.now();
    }, 5);
    let runs = 0;
    await write(async (unit) => {
      runs++;
      expect(isHeld).toBe(false);
      await put(unit, 'at last', '');
    });
    clearInterval(ticking);
    clearTimeout(lettingGo);
    other.close();
    expect(await keys()).toEqual(['at last']);
    expect(runs).toBe(1);
    // Waiting inside SQLite would stand still for the whole two seconds.
    expect(gap).toBeLessThan(1000);
  }
);
