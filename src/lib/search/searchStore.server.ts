import { sql, type Selectable } from 'kysely';
import { kysely } from '#db/rows.server.ts';
import type { SearchEntryTable } from '#db/schema.ts';
import { matching, putTerms, removeTerms, type IndexedField } from '#db/searchIndex.ts';
import type { Id, Rows, Unit } from '#lib/kernel/index.ts';
import type { EntryKind, SearchEntry, SearchSubject } from './entry.ts';
import { termsOf, type Wanted } from './words.ts';

export type StoredEntry = SearchEntry & { no: number; programme: Id };
export type Within = { programmes: readonly Id[]; kinds: readonly EntryKind[] | null };

/** Makes the index hold what a subject has now; what has not changed keeps its place. */
export async function putSubject(unit: Unit, source: string, subject: SearchSubject): Promise<void> {
  const db = kysely(unit);
  const known = await db.selectFrom('search_entry').selectAll().where('source', '=', source).execute();
  const stale = new Map(known.map((row) => [fingerprint(row), Number(row.no)]));
  const fresh = subject.entries.map((entry) => toRow(source, subject.programme, entry));
  const added = fresh.filter((row) => !stale.delete(fingerprint(row)));
  await forget(unit, [...stale.values()]);
  const last = await db
    .selectFrom('search_entry')
    .select((e) => e.fn.max('no').as('no'))
    .executeTakeFirst();
  let no = Number(last?.no ?? 0);
  for (const row of added) {
    no += 1;
    await db
      .insertInto('search_entry')
      .values({ no, ...row })
      .execute();
    const terms = { title: termsOf(row.title), heading: termsOf(row.heading), text: termsOf(row.body) };
    await putTerms(db as never, no, terms);
  }
  const stamp = { id: source, stamp: subject.stamp };
  await db
    .insertInto('search_source')
    .values(stamp)
    .onConflict((c) => c.column('id').doUpdateSet(stamp))
    .execute();
}

/** Forgets all entries of a subject. */
export async function removeSubject(unit: Unit, source: string): Promise<void> {
  const db = kysely(unit);
  const known = await db.selectFrom('search_entry').select('no').where('source', '=', source).execute();
  await forget(
    unit,
    known.map(({ no }) => Number(no))
  );
  await db.deleteFrom('search_source').where('id', '=', source).execute();
}

async function forget(unit: Unit, nos: readonly number[]): Promise<void> {
  if (nos.length === 0) return;
  await removeTerms(kysely(unit) as never, nos);
  await kysely(unit)
    .deleteFrom('search_entry')
    .where('no', 'in', [...nos])
    .execute();
}

/** What the index was made of, by source. */
export async function listStamps(rows: Rows): Promise<Map<string, string>> {
  const found = await kysely(rows).selectFrom('search_source').selectAll().execute();
  return new Map(found.map(({ id, stamp }) => [id, stamp]));
}

/** Entries that hold all words in one field, the latest change first; only those within. */
export async function listMatching(
  rows: Rows,
  wanted: readonly Wanted[],
  { field, programmes, kinds, limit }: Within & { field: IndexedField; limit: number }
): Promise<StoredEntry[]> {
  const db = kysely(rows);
  const { from, where, newest } = matching(db as never, wanted, field);
  const ofKind = kinds ? sql`and search_entry.kind in (${sql.join([...kinds])})` : sql``;
  const { rows: found } = await sql<Selectable<SearchEntryTable>>`
    select search_entry.* from ${from}
    where ${where} and search_entry.programme_id in (${sql.join([...programmes])}) ${ofKind}
    order by ${newest} limit ${limit}`.execute(db);
  return found.map(toEntry);
}

const columnsOf = [
  'subject',
  'kind',
  'programme_id',
  'brief_id',
  'lang',
  'title',
  'heading',
  'body',
  'label',
  'path',
  'places'
] as const;

function fingerprint(row: Omit<Selectable<SearchEntryTable>, 'no' | 'source'>): string {
  return JSON.stringify(columnsOf.map((name) => row[name]));
}

function toRow(source: string, programme: Id, entry: SearchEntry): Omit<Selectable<SearchEntryTable>, 'no'> {
  const { brief, text, places, ...same } = entry;
  return {
    ...same,
    source,
    programme_id: programme,
    brief_id: brief,
    // PostgreSQL has no place for it.
    body: text.replaceAll('\0', ' '),
    places: JSON.stringify(places)
  };
}

function toEntry(row: Selectable<SearchEntryTable>): StoredEntry {
  const { no, kind, subject, lang, title, heading, label, path } = row;
  return {
    ...{ kind, subject, lang, title, heading, label, path },
    no: Number(no),
    programme: row.programme_id,
    brief: row.brief_id,
    text: row.body,
    places: JSON.parse(row.places) as StoredEntry['places']
  };
}
