import { sql, type RawBuilder } from 'kysely';
import { kysely } from '#db/rows.server.ts';
import type { Id, Rows } from '#lib/kernel/index.ts';
import type { Row, TableHeader } from './archive.ts';
import { identified, peopleColumns, type ProgrammePart } from './programmeTables.ts';
import { tables } from './tables.ts';
import { readPages } from './tableStore.server.ts';

/** The title of a programme, or undefined when there is none. */
export async function findTitle(rows: Rows, id: Id): Promise<string | undefined> {
  const row = await kysely(rows)
    .selectFrom('programme')
    .select('title')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.title;
}

/** Rows of one part of a programme, page by page; only the columns of `header`. */
export function readPart(
  rows: Rows,
  header: TableHeader,
  part: ProgrammePart,
  programme: Id
): AsyncGenerator<Row[]> {
  return readPages(rows, header, tables[part.table], belongs[part.by](programme));
}

const belongs: Record<ProgrammePart['by'], (programme: Id) => RawBuilder<unknown>> = {
  id: (programme) => sql`id = ${programme}`,
  programme: (programme) => sql`programme_id = ${programme}`,
  chain: (programme) => sql`chain = ${programme}`,
  brief: (programme) => sql`brief_id in (select id from brief where programme_id = ${programme})`,
  document: (programme) =>
    sql`(document_id, epoch) in (select id, epoch from document where programme_id = ${programme})`
};

const AT_ONCE = 500;

/** Those of these ids that are accounts, as people, in order of their ids. */
export async function* readPeople(rows: Rows, ids: Iterable<Id>): AsyncGenerator<Row[]> {
  const asked = [...ids].sort();
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const some = sql.join(asked.slice(from, from + AT_ONCE));
    yield* readPages(
      rows,
      { table: 'account', columns: peopleColumns },
      tables.account,
      sql`id in (${some})`
    );
  }
}

/** Those of these ids that a table has already. */
export async function findTaken(
  rows: Rows,
  table: string,
  ids: readonly Id[],
  column = identified.get(table) ?? 'id'
): Promise<Set<Id>> {
  if (ids.length === 0) return new Set();
  const { rows: found } = await sql<{ id: Id }>`
    select ${sql.ref(column)} as id from ${sql.table(table)} where ${sql.ref(column)} in (${sql.join([...ids])})`.execute(
    kysely(rows)
  );
  return new Set(found.map(({ id }) => id));
}
