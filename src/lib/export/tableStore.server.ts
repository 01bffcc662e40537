import { sql, type RawBuilder } from 'kysely';
import { appliedMigrations } from '#db/migrate.ts';
import { kysely } from '#db/rows.server.ts';
import type { Rows, Unit } from '#lib/kernel/index.ts';
import type { ColumnType, Row, TableHeader } from './archive.ts';
import { isDerived, type TablePlan } from './tables.ts';

/** The migrations a database has been through, in order. */
export function readMigrations(rows: Rows): Promise<string[]> {
  return appliedMigrations(kysely(rows));
}

/** The tables there are, whatever version made them, with their columns in the order of the database. */
export async function describeTables(rows: Rows): Promise<TableHeader[]> {
  const found = await kysely(rows).introspection.getTables();
  return found
    .filter(({ isView, name }) => !isView && !isDerived(name))
    .map(({ name, columns }) => ({
      table: name,
      columns: Object.fromEntries(columns.map((column) => [column.name, typeOf(column.dataType)]))
    }));
}

/** Rows of a table page by page, by its key; only those where `only` holds. */
export async function* readPages(
  rows: Rows,
  { table, columns }: TableHeader,
  { key, page }: TablePlan,
  only: RawBuilder<unknown> = sql`1 = 1`
): AsyncGenerator<Row[]> {
  const names = Object.keys(columns);
  const keys = sql.join(key.map((name) => sql.ref(name)));
  const places = key.map((name) => names.indexOf(name));
  let after: RawBuilder<unknown> = sql`1 = 1`;
  for (;;) {
    const { rows: found } = await sql<Record<string, unknown>>`
      select ${sql.join(names.map((name) => sql.ref(name)))} from ${sql.table(table)}
      where ${only} and ${after} order by ${keys} limit ${sql.lit(page)}`.execute(kysely(rows));
    const last = found.at(-1);
    if (!last) return;
    yield found.map((row) => names.map((name) => outward(row[name], columns[name]!)));
    if (found.length < page) return;
    after = sql`(${keys}) > (${sql.join(places.map((place) => last[names[place]!]))})`;
  }
}

// The variables one statement may have differ; this is below every limit.
const MOST_VARIABLES = 2000;

/** Puts rows of a file into their table. */
export async function insertRows(unit: Unit, header: TableHeader, given: readonly Row[]): Promise<void> {
  const types = Object.values(header.columns);
  const names = sql.join(Object.keys(header.columns).map((name) => sql.ref(name)));
  const most = Math.max(1, Math.floor(MOST_VARIABLES / types.length));
  for (let from = 0; from < given.length; from += most) {
    const rows = given
      .slice(from, from + most)
      .map((row) => sql`(${sql.join(row.map((value, at) => inward(value, types[at]!)))})`);
    await sql`insert into ${sql.table(header.table)} (${names}) values ${sql.join(rows)}`.execute(
      kysely(unit)
    );
  }
}

function typeOf(dataType: string): ColumnType {
  if (/^(blob|bytea)$/i.test(dataType)) return 'bytes';
  if (/int/i.test(dataType)) return 'number';
  if (/text|char/i.test(dataType)) return 'text';
  throw new Error(`An archive has no place for columns of type ${dataType}.`);
}

// PostgreSQL's driver hands large integers over as text.
function outward(value: unknown, type: ColumnType): string | number | null {
  if (value === null || value === undefined) return null;
  if (type === 'bytes') return Buffer.from(value as Uint8Array).toString('base64');
  return type === 'number' ? Number(value) : String(value);
}

function inward(value: Row[number], type: ColumnType): unknown {
  return type === 'bytes' && value !== null ? Buffer.from(String(value), 'base64') : value;
}

/** The ids of all programmes. */
export async function listProgrammeIds(rows: Rows): Promise<string[]> {
  const found = await kysely(rows).selectFrom('programme').select('id').orderBy('id').execute();
  return found.map(({ id }) => id);
}

/** Whether nobody has done anything in this database yet. */
export async function isUntouched(rows: Rows): Promise<boolean> {
  const db = kysely(rows);
  const found = await Promise.all(
    (['account', 'programme', 'document', 'journal_chain'] as const).map((table) =>
      db
        .selectFrom(table)
        .select(sql<number>`1`.as('one'))
        .limit(1)
        .executeTakeFirst()
    )
  );
  return found.every((row) => row === undefined);
}
