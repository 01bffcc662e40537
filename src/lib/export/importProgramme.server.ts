import { journalService } from '#lib/journal/index.server.ts';
import { newSecret, type Clock, type Id, type Unit, type Write } from '#lib/kernel/index.ts';
import { inspectDocuments } from '#lib/sync/index.server.ts';
import type { DocumentKind } from '#lib/sync/index.ts';
import { ArchiveError, type Row, type TableHeader } from './archive.ts';
import { isSound } from './logReport.ts';
import { findTaken } from './programmeStore.server.ts';
import { identified, peopleColumns, programmeParts } from './programmeTables.ts';
import { checkArchive, readArchive } from './readArchive.server.ts';
import { insertRows } from './tableStore.server.ts';
import { verifyArchive } from './verifyLog.server.ts';

export type Imported = { programme: { id: Id; title: string }; people: number; rows: Record<string, number> };

type ImportDeps = {
  write: Write;
  clock: Clock;
  kinds: readonly DocumentKind[];
  /** names of the migrations this version has */
  migrations: readonly string[];
};

/**
 * Brings one programme into this installation, with the ids it had, or not at all. It is private here; its people become accounts
 * nobody can sign in to, unless their id is known already; its invitations get new secrets.
 * @throws ArchiveError when the file is damaged, its record does not hold, or something of it is here already
 */
export async function importProgramme(deps: ImportDeps, file: string): Promise<Imported> {
  const { header, tables, trailer } = await checkArchive(file);
  if (header.groundwork !== 'programme' || !header.programme)
    throw new ArchiveError(`The file ${file} is a backup of everything; use restore.`);
  const known = new Set(['account', ...programmeParts.map(({ table }) => table)]);
  const newer =
    header.migrations.find((name) => !deps.migrations.includes(name)) ??
    tables.find(({ table }) => !known.has(table))?.table;
  if (newer)
    throw new ArchiveError(
      `The file ${file} was written by a newer version of Groundwork (it knows "${newer}"); use that version to import it.`
    );
  if (!isSound(await verifyArchive(file)))
    throw new ArchiveError(`The record in ${file} was tampered with; verify-log names the entry.`);
  const { programme } = header;
  const people = await deps.write(async (unit) => {
    const arrived = await new Arrival(unit, deps.clock()).of(file, trailer.sha256);
    await assertWhole(unit, deps, file, programme.id);
    await unit.record({
      ...{ chain: 'instance', type: 'programme.imported', actor: 'system' },
      subject: { kind: 'programme', id: programme.id },
      data: { archive: trailer.sha256, people: arrived }
    });
    return arrived;
  });
  return { programme, people, rows: { ...trailer.rows } };
}

async function assertWhole(unit: Unit, { kinds, clock }: ImportDeps, file: string, programme: Id) {
  const { ok } = await journalService({ read: unit, clock }).verify(programme);
  const { unreadable } = await inspectDocuments({ read: unit, kinds, programme });
  if (!ok || unreadable.length > 0)
    throw new ArchiveError(`The file ${file} does not hold a whole programme; take another copy of it.`);
}

const BATCH = 200;

/** One archive on its way into the rows of one transaction. */
class Arrival {
  readonly #unit: Unit;
  readonly #at: number;
  #people = 0;

  constructor(unit: Unit, at: number) {
    this.#unit = unit;
    this.#at = at;
  }

  /** @returns how many people became accounts */
  async of(file: string, sha256: string): Promise<number> {
    let batch: Row[] = [];
    let table: TableHeader | null = null;
    for await (const item of readArchive(file)) {
      if (item.kind === 'row' && batch.push(item.row) < BATCH) continue;
      if (table && batch.length > 0) await this.#put(table, batch);
      batch = [];
      if (item.kind === 'table') table = item.table;
      if (item.kind === 'end' && item.trailer.sha256 !== sha256)
        throw new ArchiveError(`The file ${file} was exchanged while it was read.`);
    }
    return this.#people;
  }

  async #put(table: TableHeader, rows: readonly Row[]): Promise<void> {
    if (table.table === 'account') return this.#putPeople(table, rows);
    const column = identified.get(table.table);
    const place = column === undefined ? -1 : Object.keys(table.columns).indexOf(column);
    if (place >= 0) {
      const [taken] = await findTaken(
        this.#unit,
        table.table,
        rows.map((row) => String(row[place]))
      );
      if (taken !== undefined)
        throw new ArchiveError(
          `The ${named(table.table)} ${taken} is in this installation already; nothing was imported.`
        );
    }
    await this.#insert(table, rows, added[table.table]);
  }

  async #putPeople(table: TableHeader, rows: readonly Row[]): Promise<void> {
    if (Object.keys(table.columns).join() !== Object.keys(peopleColumns).join())
      throw new ArchiveError(
        'The archive says more of people than a programme may carry; nothing was imported.'
      );
    const ids = rows.map(([id]) => String(id));
    const here = await findTaken(this.#unit, 'account', ids);
    const fresh = rows.filter(([id]) => !here.has(String(id)));
    this.#people += fresh.length;
    await this.#insert(table, fresh, () => ({ is_admin: 0, created_at: this.#at }));
  }

  #insert(table: TableHeader, rows: readonly Row[], add?: () => Record<string, Row[number]>): Promise<void> {
    if (!add) return insertRows(this.#unit, table, rows);
    const types = Object.entries(add()).map(([name, value]) => [
      name,
      typeof value === 'number' ? 'number' : 'text'
    ]);
    const columns = { ...table.columns, ...(Object.fromEntries(types) as TableHeader['columns']) };
    const wider = rows.map((row) => [...row, ...Object.values(add())]);
    return insertRows(this.#unit, { table: table.table, columns }, wider);
  }
}

const added: Readonly<Record<string, () => Record<string, Row[number]>>> = {
  programme: () => ({ visibility: 'private' }),
  invitation: () => ({ secret: newSecret() })
};

function named(table: string): string {
  if (table === 'journal_chain') return 'record of the programme';
  return table.replace('programme_', '');
}
