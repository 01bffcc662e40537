import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { connectSqlite, type Connections } from '#db/connect.server.ts';
import { appliedMigrations, migrate } from '#db/migrate.ts';
import { withSnapshot } from '#db/snapshot.server.ts';
import { createWritePath } from '#db/writePath.server.ts';
import {
  fillFromBackup,
  isUntouched,
  recordRestore,
  syncFolder,
  type CheckedBackup
} from '#lib/export/index.server.ts';
import { journalService } from '#lib/journal/index.server.ts';
import type { Clock } from '#lib/kernel/index.ts';
import type { Config } from './config.ts';
import { holdDataDir } from './dataDir.ts';
import { inspectRestored, type RestoreWishes } from './restoreCheck.ts';
import { RefusedError } from './stop.ts';

/**
 * Puts a backup in the place of an empty file. It is filled and checked beside it under another name: until everything is right
 * nothing has happened.
 * @throws RefusedError, ArchiveError
 */
export async function restoreSqlite(
  config: Config,
  backup: CheckedBackup,
  wishes: RestoreWishes,
  clock: Clock
) {
  const release = holdDataDir(config);
  const draft = join(config.dataDir, 'groundwork.db.restoring');
  try {
    const isThere = existsSync(config.databaseFile);
    const isUsed = isThere && !(await isEmpty(config.databaseFile));
    if (isUsed && !wishes.replace)
      throw new RefusedError(
        `There is a database in DATA_DIR (${config.dataDir}) already; add --replace to set it aside.`
      );
    await removeDatabase(draft);
    const found = await fill(draft, backup, wishes, clock);
    const asideFile = isUsed ? await setAside(config, clock()) : null;
    if (isThere && !isUsed) await removeDatabase(config.databaseFile);
    await rename(draft, config.databaseFile);
    await syncFolder(config.dataDir);
    return { ...found, asideFile };
  } finally {
    await removeDatabase(draft);
    release();
  }
}

async function fill(draft: string, backup: CheckedBackup, wishes: RestoreWishes, clock: Clock) {
  const connections = connectSqlite(draft);
  try {
    const journal = journalService({ read: connections.reader, clock });
    const write = createWritePath({ writer: connections.writer, recorder: journal.recorder });
    await migrate(connections.writer, backup.header.migrations.at(-1));
    const { documents } = await write((unit) => fillFromBackup(unit, backup, clock()));
    await migrate(connections.writer);
    const checked = await withSnapshot(connections.readerDb, (read) => inspectRestored(read, wishes));
    await write((unit) => recordRestore(unit, backup, { documents }));
    await settle(connections);
    return { documents, ...checked };
  } finally {
    await connections.close();
  }
}

// Everything into the one file, so that renaming it renames all of it.
async function settle({ writer }: Pick<Connections, 'writer'>): Promise<void> {
  const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(writer);
  if (rows[0]?.busy !== 0)
    throw new RefusedError('The database is being read by another command; wait for it.');
}

async function isEmpty(file: string): Promise<boolean> {
  const connections = connectSqlite(file);
  try {
    const applied = await appliedMigrations(connections.readerDb);
    return applied.length === 0 || (await isUntouched(connections.reader));
  } finally {
    await connections.close();
  }
}

async function setAside({ databaseFile, dataDir }: Config, at: number): Promise<string> {
  const connections = connectSqlite(databaseFile);
  try {
    await settle(connections);
  } finally {
    await connections.close();
  }
  const when = new Date(at).toISOString().replace(/[:T]/g, '-').slice(0, 19);
  const aside = join(dataDir, `groundwork-before-${when}.db`);
  if (existsSync(aside)) throw new RefusedError(`The file ${aside} is in the way; move it first.`);
  await rename(databaseFile, aside);
  await removeDatabase(databaseFile);
  await syncFolder(dirname(databaseFile));
  return aside;
}

async function removeDatabase(file: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) await rm(`${file}${suffix}`, { force: true });
}
