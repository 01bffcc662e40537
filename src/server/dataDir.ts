import SqliteDatabase from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { RefusedError } from './stop.ts';

/**
 * Keeps a data folder for one server. Two servers on one file would each relay only their own half of a document.
 * The lock belongs to the process, not to a file's presence: it ends with the process, by kill -9 too.
 * @returns a function that gives the folder back
 * @throws RefusedError when another server holds it, or the system's error when the folder cannot be written
 */
export function holdDataDir({ dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>): () => void {
  // A PostgreSQL database is kept by a lock of its own; several may share a folder in which nothing lies.
  if (databaseUrl !== null) return () => undefined;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = new SqliteDatabase(join(dataDir, 'server.lock'), { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new RefusedError(
      `Another Groundwork server already uses DATA_DIR (${dataDir}); stop it or set DATA_DIR.`
    );
  }
  return () => lock.close();
}
