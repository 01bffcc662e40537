import SqliteDatabase from 'better-sqlite3';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  CompiledQuery,
  Kysely,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type Driver
} from 'kysely';
import type { Rows } from '#lib/kernel/store.ts';
import { asRows } from './rows.server.ts';
import type { Database } from './schema.ts';

/** Two connections to one database: the writer belongs to the write path, the reader sees only what is committed. */
export type Connections = {
  writer: Kysely<Database>;
  reader: Rows;
  readerDb: Kysely<Database>;
  close(): Promise<void>;
};

/**
 * Opens the database file, creating it and its folder when absent.
 * @throws the driver's error when the file or folder cannot be written
 */
export function connectSqlite(file: string): Connections {
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const writer = new Kysely<Database>({
    dialect: new ImmediateSqliteDialect({ database: open(file, 'write') })
  });
  const readerDb = new Kysely<Database>({ dialect: new SqliteDialect({ database: open(file, 'read') }) });
  return {
    writer,
    readerDb,
    reader: asRows({ store: 'rows' }, readerDb),
    async close() {
      await readerDb.destroy();
      await writer.destroy();
    }
  };
}

function open(file: string, mode: 'write' | 'read') {
  const database = new SqliteDatabase(file);
  database.pragma('journal_mode = WAL');
  // The library is compiled so that WAL means NORMAL, which loses acknowledged commits at a power cut.
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('busy_timeout = 5000');
  if (mode === 'read') database.pragma('query_only = ON');
  return database;
}

// A deferred BEGIN fails when a second process (the CLI) wrote in between; IMMEDIATE waits its turn at the start.
class ImmediateSqliteDialect extends SqliteDialect {
  override createDriver(): Driver {
    const driver = super.createDriver();
    if (!(driver instanceof SqliteDriver)) return driver;
    driver.beginTransaction = (connection: DatabaseConnection) =>
      connection.executeQuery(CompiledQuery.raw('begin immediate')).then(() => undefined);
    driver.rollbackTransaction = (connection: DatabaseConnection) =>
      connection.executeQuery(CompiledQuery.raw('rollback')).then(() => undefined, passOverDoneRollback);
    return driver;
  }
}

// On a full disk SQLite has rolled back by itself; what the second try says would hide why.
function passOverDoneRollback(error: unknown): void {
  if (!(error instanceof Error) || !error.message.includes('no transaction is active')) throw error;
}
