import type { Unit } from '#lib/kernel/index.ts';
import { ArchiveError, type ArchiveHeader, type Row, type TableHeader, type Trailer } from './archive.ts';
import { checkArchive, readArchive } from './readArchive.server.ts';
import { Renewal } from './renewal.ts';
import { isTableName } from './tables.ts';
import { describeTables, insertRows } from './tableStore.server.ts';

export type CheckedBackup = { file: string; header: ArchiveHeader; trailer: Trailer };

/**
 * Reads a backup to its end before anything is done with it.
 * @param known names of the migrations this version has
 * @throws ArchiveError when it is damaged, of one programme only, or of a newer version
 */
export async function checkBackup(file: string, known: readonly string[]): Promise<CheckedBackup> {
  const { header, tables, trailer } = await checkArchive(file);
  if (header.groundwork !== 'backup')
    throw new ArchiveError(`The file ${file} holds one programme; bring it in with import.`);
  const newer =
    header.migrations.find((name) => !known.includes(name)) ??
    tables.find(({ table }) => !isTableName(table))?.table;
  if (newer)
    throw new ArchiveError(
      `The file ${file} was written by a newer version of Groundwork (it knows "${newer}"); use that version to restore it.`
    );
  return { file, header, trailer };
}

const BATCH = 200;

/**
 * Fills an empty database, which must have the shape the backup had, inside the caller's transaction; and records it.
 * @returns how many documents have begun a new epoch
 * @throws ArchiveError when the file was exchanged since it was checked
 */
export async function fillFromBackup(
  unit: Unit,
  { file, trailer }: CheckedBackup,
  at: number
): Promise<{ documents: number }> {
  const renewal = new Renewal(at);
  const shape = new Map((await describeTables(unit)).map((table) => [table.table, table.columns]));
  let batch: Row[] = [];
  let current: TableHeader | null = null;
  const flush = async () => {
    if (current && batch.length > 0) await insertRows(unit, current, batch);
    batch = [];
  };
  for await (const item of readArchive(file)) {
    if (item.kind === 'row') {
      batch.push(renewal.of(item.table, item.row));
      if (batch.length >= BATCH || item.table.table === 'document_snapshot') await flush();
      continue;
    }
    await flush();
    if (item.kind === 'table') assertFits(file, (current = item.table), shape.get(current.table));
    if (item.kind === 'end' && item.trailer.sha256 !== trailer.sha256)
      throw new ArchiveError(`The file ${file} was exchanged while it was read.`);
  }
  return { documents: renewal.documents };
}

function assertFits(file: string, { table, columns }: TableHeader, here: TableHeader['columns'] | undefined) {
  const stranger = Object.entries(columns).find(([name, type]) => here?.[name] !== type);
  if (stranger)
    throw new ArchiveError(
      `The file ${file} has a column this version does not know (${table}.${stranger[0]}).`
    );
}

/** Records in the chain of the installation that it came back from a backup, and from which. */
export async function recordRestore(
  unit: Unit,
  { header, trailer }: CheckedBackup,
  { documents }: { documents: number }
): Promise<void> {
  await unit.record({
    chain: 'instance',
    type: 'instance.restored',
    actor: 'system',
    subject: { kind: 'instance', id: 'instance' },
    data: { backupOf: header.at, backup: trailer.sha256, documents }
  });
}
