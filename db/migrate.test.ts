import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectSqlite, type Connections } from './connect.server.ts';
import { migrate, migrations, NewerDatabaseError } from './migrate.ts';

let folder: string;
let connections: Connections;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'groundwork-migrate-'));
  connections = connectSqlite(join(folder, 'nested', 'test.db'));
});
afterEach(async () => {
  await connections.close();
  rmSync(folder, { recursive: true });
});

test('an empty database gets every migration once', async () => {
  expect(await migrate(connections.writer)).toEqual(Object.keys(migrations));
  expect(await migrate(connections.writer)).toEqual([]);
});

test('a database of a newer version is refused by name and left alone', async () => {
  await migrate(connections.writer);
  await sql`insert into kysely_migration (name, timestamp) values ('2099-01-01-later', 'now')`.execute(
    connections.writer
  );
  const refused = migrate(connections.writer);
  await expect(refused).rejects.toThrow(NewerDatabaseError);
  await expect(refused).rejects.toThrow('2099-01-01-later');
});

test('every connection syncs fully and waits for a busy database', async () => {
  for (const db of [connections.writer, connections.readerDb]) {
    const full = await sql<{ synchronous: number }>`pragma synchronous`.execute(db);
    expect(full.rows[0]?.synchronous).toBe(2);
    const wal = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(db);
    expect(wal.rows[0]?.journal_mode).toBe('wal');
  }
});
