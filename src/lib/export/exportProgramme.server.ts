import type { Id, Rows } from '#lib/kernel/index.ts';
import { ArchiveError, FORMAT, type Part, type TableHeader, type Trailer } from './archive.ts';
import { findTitle, readPart, readPeople } from './programmeStore.server.ts';
import { idsIn, peopleColumns, programmeParts, type ProgrammePart } from './programmeTables.ts';
import { describeTables, readMigrations } from './tableStore.server.ts';
import { writeArchive } from './writeArchive.server.ts';

type Source = {
  snapshot: Rows;
  programme: Id;
  parts: readonly { part: ProgrammePart; header: TableHeader }[];
};

/**
 * Writes one programme into a file with everything it takes to go on with it elsewhere: texts with their history, members, the
 * record with what opens it. Redacted words stay redacted.
 * @param snapshot rows that do not move while they are read
 * @throws ArchiveError for an unknown programme or a file that cannot be written
 */
export async function exportProgramme(
  snapshot: Rows,
  programme: Id,
  file: string,
  { version, at, replace }: { version: string; at: number; replace: boolean }
): Promise<Trailer> {
  const title = await findTitle(snapshot, programme);
  if (title === undefined) throw new ArchiveError(`There is no programme ${programme} here.`);
  const source = { snapshot, programme, parts: await headersOf(snapshot) };
  const people = await mentioned(source);
  const header = {
    ...{ groundwork: 'programme' as const, format: FORMAT, version, at },
    migrations: await readMigrations(snapshot),
    programme: { id: programme, title }
  };
  return writeArchive(file, { header, parts: everything(source, people), replace });
}

async function headersOf(snapshot: Rows): Promise<Source['parts']> {
  const found = new Map((await describeTables(snapshot)).map(({ table, columns }) => [table, columns]));
  return programmeParts.map((part) => {
    const columns = Object.entries(found.get(part.table) ?? {});
    const kept = columns.filter(([name]) => !part.without?.includes(name));
    return { part, header: { table: part.table, columns: Object.fromEntries(kept) } };
  });
}

// Whoever is named by id anywhere in it, in a row or in the text of an entry.
async function mentioned({ snapshot, programme, parts }: Source): Promise<Set<Id>> {
  const ids = new Set<Id>();
  for (const { part, header } of parts) {
    const light = Object.entries(header.columns).filter(([, type]) => type !== 'bytes');
    const columns = Object.fromEntries(light);
    for await (const rows of readPart(snapshot, { table: header.table, columns }, part, programme))
      for (const value of rows.flat())
        if (typeof value === 'string') idsIn(value).forEach((id) => ids.add(id));
  }
  return ids;
}

async function* everything({ snapshot, programme, parts }: Source, people: Set<Id>): AsyncGenerator<Part> {
  yield { kind: 'table', table: { table: 'account', columns: peopleColumns } };
  for await (const rows of readPeople(snapshot, people)) yield { kind: 'rows', rows };
  for (const { part, header } of parts) {
    yield { kind: 'table', table: header };
    for await (const rows of readPart(snapshot, header, part, programme)) yield { kind: 'rows', rows };
  }
}
