import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { connectSqlite } from './connect.server.ts';

test('every connection syncs fully and waits for a busy database, in a folder made for it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-connect-'));
  const connections = connectSqlite(join(folder, 'nested', 'test.db'));
  try {
    for (const db of [connections.writer, connections.readerDb]) {
      const full = await sql<{ synchronous: number }>`pragma synchronous`.execute(db);
      expect(full.rows[0]?.synchronous).toBe(2);
      const wal = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(db);
      expect(wal.rows[0]?.journal_mode).toBe('wal');
    }
  } finally {
    await connections.close();
    rmSync(folder, { recursive: true });
  }
});
