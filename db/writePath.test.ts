import SqliteDatabase from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Notice, RecordedEvent, Rows, Unit, Write } from '#lib/kernel/index.ts';
import { connectSqlite, type Connections } from './connect.server.ts';
import { migrate } from './migrate.ts';
import { kysely } from './rows.server.ts';
import { createWritePath } from './writePath.server.ts';

let folder: string;
let connections: Connections;
let write: Write;
let heard: Notice[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'groundwork-write-'));
  connections = connectSqlite(join(folder, 'test.db'));
  await migrate(connections.writer);
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
  rmSync(folder, { recursive: true });
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
  await expect(put(connections.reader, 'x', '')).rejects.toThrow(/readonly/);
});

test('a transaction takes the write lock at its start', async () => {
  const other = connectSqlite(join(folder, 'test.db'));
  try {
    await write(async () => {
      const rival = other.writer.connection().execute(async (db) => {
        const { sql } = await import('kysely');
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
  const { sql } = await import('kysely');
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
    const other = new SqliteDatabase(join(folder, 'test.db'));
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
    expect(gap).toBeLessThan(100);
  }
);
