import type { Rows } from '#lib/kernel/index.ts';
import { ArchiveError, FORMAT, type Part, type Trailer } from './archive.ts';
import { isTableName, tableNames, tables } from './tables.ts';
import { describeTables, readMigrations, readPages } from './tableStore.server.ts';
import { writeArchive } from './writeArchive.server.ts';

/**
 * Writes everything a snapshot of a database holds into one file, whichever database it is.
 * @param snapshot rows that do not move while they are read (`withSnapshot` in db)
 * @throws ArchiveError, the system's error when the file cannot be written
 */
export async function writeBackup(
  snapshot: Rows,
  file: string,
  { version, at, replace }: { version: string; at: number; replace: boolean }
): Promise<Trailer> {
  const found = await describeTables(snapshot);
  const foreign = found.find(({ table }) => !isTableName(table));
  // Leaving out what this version does not know would be a backup that is none.
  if (foreign)
    throw new ArchiveError(
      `The database has a table of a newer version of Groundwork (${foreign.table}); make the backup with that version.`
    );
  const migrations = await readMigrations(snapshot);
  const header = { groundwork: 'backup' as const, format: FORMAT, version, migrations, at };
  return writeArchive(file, { header, parts: everything(snapshot, found), replace });
}

async function* everything(
  snapshot: Rows,
  found: Awaited<ReturnType<typeof describeTables>>
): AsyncGenerator<Part> {
  for (const name of tableNames) {
    const table = found.find((one) => one.table === name);
    if (!table) continue;
    yield { kind: 'table', table };
    for await (const rows of readPages(snapshot, table, tables[name])) yield { kind: 'rows', rows };
  }
}
