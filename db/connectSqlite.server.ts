import SqliteDatabase from 'better-sqlite3';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, SqliteDialect, SqliteDriver, type Driver } from 'kysely';
import type { Connections } from './connections.ts';
import { asRows } from './rows.server.ts';
import type { Database } from './schema.ts';

/**
 * Opens the database file, creating it and its folder when absent.
 * @throws the driver's error when the file or folder cannot be written
 */
export function connectSqlite(file: string): Connections {
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const [forWriting, forReading] = [open(file, 'write'), open(file, 'read')];
  const writer = new Kysely<Database>({ dialect: new ImmediateSqliteDialect(forWriting) });
  const readerDb = new Kysely<Database>({ dialect: new SqliteDialect({ database: forReading }) });
  return {
    dialect: 'sqlite',
    writer,
    readerDb,
    reader: asRows({ store: 'rows' }, readerDb),
    async close() {
      await readerDb.destroy();
      await writer.destroy();
      // Kysely closes only what it has used; the last to close takes the WAL into the file.
      forReading.close();
      forWriting.close();
    }
  };
}

// For what happens outside transactions: opening, and migrating before anybody is served.
const BUSY_TIMEOUT = 'busy_timeout = 5000';

function open(file: string, mode: 'write' | 'read') {
  const database = new SqliteDatabase(file);
  database.pragma('journal_mode = WAL');
  // The library is compiled so that WAL means NORMAL, which loses acknowledged commits at a power cut.
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma(BUSY_TIMEOUT);
  if (mode === 'read') database.pragma('query_only = ON');
  return database;
}

/** How long a transaction waits for another process (the CLI) to let go of the write lock, in ms. */
const LOCK_PATIENCE = 10_000;

// A deferred BEGIN fails when a second process wrote in between; IMMEDIATE waits its turn at the start.
class ImmediateSqliteDialect extends SqliteDialect {
  #database: SqliteDatabase.Database;

  constructor(database: SqliteDatabase.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    const driver = super.createDriver();
    if (!(driver instanceof SqliteDriver)) return driver;
    const database = this.#database;
    driver.beginTransaction = () => beginImmediate(database);
    // On a full disk SQLite has rolled back by itself; what a second try says would hide why.
    driver.rollbackTransaction = async () => void (database.inTransaction && database.exec('rollback'));
    return driver;
  }
}

// SQLite's own waiting would hold the whole process: every socket and every page. So it is asked and asked again.
async function beginImmediate(database: SqliteDatabase.Database): Promise<void> {
  const deadline = performance.now() + LOCK_PATIENCE;
  for (let pause = 2; !tryToBegin(database, performance.now() > deadline); pause = Math.min(pause * 2, 100))
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)));
}

function tryToBegin(database: SqliteDatabase.Database, isLastTry: boolean): boolean {
  database.pragma('busy_timeout = 0');
  try {
    database.exec('begin immediate');
    return true;
  } catch (error) {
    if (isLastTry || !String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')) throw error;
    return false;
  } finally {
    database.pragma(BUSY_TIMEOUT);
  }
}
