import { connectPostgres } from '#db/connect.server.ts';
import { contentsOf, migrateWithin, removeTables } from '#db/within.server.ts';
import { createWritePath } from '#db/writePath.server.ts';
import { fillFromBackup, isUntouched, recordRestore, type CheckedBackup } from '#lib/export/index.server.ts';
import { journalService } from '#lib/journal/index.server.ts';
import type { Clock, Unit } from '#lib/kernel/index.ts';
import { inspectRestored, type RestoreWishes } from './restoreCheck.ts';
import { RefusedError } from './stop.ts';

/**
 * Fills an empty PostgreSQL database from a backup, in one transaction: tables, rows, checks and the record of it are there
 * together or not at all. Keeps servers away meanwhile.
 * @throws RefusedError, ArchiveError, Problem `storage_unavailable` also while a server uses the database
 */
export async function restorePostgres(
  url: string,
  backup: CheckedBackup,
  wishes: RestoreWishes,
  clock: Clock
) {
  if (wishes.replace)
    throw new RefusedError(
      'With DATABASE_URL there is no --replace: create a new database, restore there, and point DATABASE_URL at it.'
    );
  const connections = connectPostgres(url, { alone: true });
  try {
    const journal = journalService({ read: connections.reader, clock });
    const write = createWritePath({ writer: connections.writer, recorder: journal.recorder });
    return await write(async (unit) => {
      await makeRoom(unit);
      await migrateWithin(unit, backup.header.migrations.at(-1));
      const { documents } = await fillFromBackup(unit, backup, clock());
      await migrateWithin(unit);
      const checked = await inspectRestored(unit, wishes);
      await recordRestore(unit, backup, { documents });
      return { documents, ...checked, asideFile: null };
    });
  } finally {
    await connections.close();
  }
}

// A backup of an older version fits only tables of that version, so empty ones are made anew.
async function makeRoom(unit: Unit): Promise<void> {
  const { migrations, tables } = await contentsOf(unit);
  const isOurs = migrations.length > 0 && (await isUntouched(unit));
  if (tables.length > 0 && !isOurs)
    throw new RefusedError(
      'The database of DATABASE_URL is not empty; create a new one, restore there, and point DATABASE_URL at it.'
    );
  await removeTables(unit);
}
