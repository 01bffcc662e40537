import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Problem, Rows, Write } from '#lib/kernel/index.ts';
import { freshDatabase, type TestDatabase } from '../tests/support/database.ts';
import { openCluster, type Cluster } from '../tests/support/postgres/cluster.ts';
import { connectPostgres, type Connections } from './connect.server.ts';
import { migrate } from './migrate.ts';
import { kysely } from './rows.server.ts';
import { createWritePath } from './writePath.server.ts';

const put = (rows: Rows, key: string, value: string) =>
  kysely(rows).insertInto('meta').values({ key, value }).execute();
const keysOf = async ({ reader }: Connections) =>
  (await kysely(reader).selectFrom('meta').select('key').orderBy('key').execute()).map(({ key }) => key);
const writePath = ({ writer }: Connections): Write =>
  createWritePath({
    writer,
    recorder: async (_unit, event) => ({ ...event, seq: 1, at: 0, prev: '', hash: '' })
  });

describe('a PostgreSQL database', () => {
  let database: TestDatabase;
  let connections: Connections;
  let write: Write;
  beforeEach(async () => {
    database = await freshDatabase();
    connections = await database.connect();
    write = writePath(connections);
  });
  afterEach(async () => {
    await connections.close();
    await database.remove();
  });

  test('is on disk when a commit returns, though the server was set otherwise, and nobody waits for ever', async () => {
    const setting = async (name: string) =>
      (await sql<Record<string, string>>`show ${sql.raw(name)}`.execute(connections.writer)).rows[0]![name];
    expect(await setting('synchronous_commit')).toBe('on');
    expect(await setting('lock_timeout')).toBe('10s');
    expect(await setting('statement_timeout')).toBe('30s');
  });

  test('gives times, counts and sums as numbers, and bytes as bytes', async () => {
    const { rows } = await sql<{ at: unknown; count: unknown; sum: unknown; bytes: Uint8Array }>`
      select ${String(Date.UTC(2099, 0))}::bigint as at, count(*) as count, sum(1::bigint) as sum,
        ${Buffer.from([0, 255])}::bytea as bytes`.execute(connections.readerDb);
    expect(rows[0]).toMatchObject({ at: Date.UTC(2099, 0), count: 1, sum: 1 });
    expect([...rows[0]!.bytes]).toEqual([0, 255]);
  });

  test('has nothing under a name with a NUL in it, as SQLite has not', async () => {
    const found = kysely(connections.reader).selectFrom('meta').selectAll().where('key', '=', 'a\u0000b');
    await expect(found.execute()).rejects.toMatchObject({ name: 'Problem', code: 'not_found' });
    expect(await keysOf(connections)).toEqual([]);
  });

  test('refuses to empty an append-only table', async () => {
    const empty = sql`truncate journal_event`.execute(connections.writer);
    await expect(empty).rejects.toThrow('append-only');
  });

  test('lets two processes that read before they write do so one after the other', async () => {
    const other = await database.connect();
    const count = (path: Write) =>
      path(async (unit) => {
        const db = kysely(unit);
        const found = await db.selectFrom('meta').select('value').where('key', '=', 'n').executeTakeFirst();
        const value = String(Number(found?.value ?? 0) + 1);
        if (found) await db.updateTable('meta').set({ value }).where('key', '=', 'n').execute();
        else await db.insertInto('meta').values({ key: 'n', value }).execute();
      });
    const rival = writePath(other);
    await Promise.all(Array.from({ length: 20 }, (_, i) => count(i % 2 ? write : rival)));
    await other.close();
    const { value } = await connections.readerDb.selectFrom('meta').select('value').executeTakeFirstOrThrow();
    expect(value).toBe('20');
  });

  test('is one server’s, until that one has gone', async () => {
    const first = connectPostgres(database.databaseUrl!, { alone: true });
    const second = connectPostgres(database.databaseUrl!, { alone: true });
    await writePath(first)((unit) => put(unit, 'first', ''));
    const refused = await writePath(second)((unit) => put(unit, 'second', '')).catch(
      (error: unknown) => error
    );
    expect((refused as Problem).cause).toMatchObject({ name: 'DatabaseInUseError' });
    expect(String(((refused as Problem).cause as Error).message)).toMatch(
      /^Another Groundwork server[^\n]+\.$/
    );
    await write((unit) => put(unit, 'command line', ''));
    await first.close();
    await writePath(second)((unit) => put(unit, 'second', ''));
    await second.close();
    expect(await keysOf(connections)).toEqual(['command line', 'first', 'second']);
  });

  test('that keeps text in another encoding is refused in one sentence', async () => {
    const name = `latin_${Date.now()}`;
    await sql`create database ${sql.id(name)} encoding 'SQL_ASCII' locale_provider libc locale 'C' template template0`.execute(
      connections.writer
    );
    const url = new URL(database.databaseUrl!);
    url.pathname = name;
    const ascii = connectPostgres(url.href);
    const refused = await migrate(ascii.writer).catch((error: unknown) => error);
    await ascii.close();
    await sql`drop database ${sql.id(name)}`.execute(connections.writer);
    expect((refused as Problem).cause).toMatchObject({ name: 'DatabaseEncodingError' });
  });
});

describe('a PostgreSQL server that goes away', { timeout: 60_000 }, () => {
  let cluster: Cluster;
  let connections: Connections;
  let write: Write;
  beforeAll(async () => {
    cluster = await openCluster();
    connections = connectPostgres(cluster.url('postgres'), { alone: true });
    await migrate(connections.writer);
    write = writePath(connections);
  }, 60_000);
  afterAll(async () => {
    await connections.close();
    await cluster.close();
  });

  const unavailable = { name: 'Problem', code: 'storage_unavailable' };

  test.each(['stop', 'kill'] as const)(
    '(%s) is told as such to readers and writers, and everything goes on when it is back',
    async (how) => {
      await write((unit) => put(unit, `before ${how}`, ''));
      let startTalking = () => {};
      const isInside = new Promise<void>((resolve) => (startTalking = resolve));
      let goOn = () => {};
      const gone = new Promise<void>((resolve) => (goOn = resolve));
      const open = write(async (unit) => {
        await put(unit, `half-done ${how}`, '');
        startTalking();
        await gone;
      });
      open.catch(() => undefined);
      await isInside;
      await cluster[how]();
      goOn();
      await expect(open).rejects.toMatchObject(unavailable);
      await expect(write((unit) => put(unit, 'meanwhile', ''))).rejects.toMatchObject(unavailable);
      await expect(keysOf(connections)).rejects.toMatchObject(unavailable);
      await cluster.start();
      await write((unit) => put(unit, `after ${how}`, ''));
      const keys = await keysOf(connections);
      expect(keys).toEqual(expect.arrayContaining([`before ${how}`, `after ${how}`]));
      expect(keys).not.toContain(`half-done ${how}`);
    }
  );

  test('a refusal never says where it is, nor the password', async () => {
    const away = connectPostgres('postgres://ada:hidden@127.0.0.1:1/groundwork');
    const refused = await keysOf(away).catch((error: unknown) => error);
    await away.close();
    expect(refused).toMatchObject(unavailable);
    expect(JSON.stringify(refused) + String((refused as Error).message)).not.toContain('hidden');
  });
});
