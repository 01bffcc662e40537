import { sql, type Kysely } from 'kysely';
import type { IndexedField, IndexedTerms, IndexedWord, IndexQuery } from './searchIndex.ts';

/** The index alone; the texts are in `search_entry`. */
async function create(db: Kysely<unknown>): Promise<void> {
  await sql`create table search_index (no bigint primary key, terms tsvector not null)`.execute(db);
  await sql`create index search_index_terms on search_index using gin (terms)`.execute(db);
}

// Written out rather than parsed: PostgreSQL's parser takes some words apart again (numbers, addresses).
async function put(db: Kysely<unknown>, no: number, terms: IndexedTerms): Promise<void> {
  await sql`insert into search_index (no, terms) values (${no}, cast(${vectorOf(terms)} as text)::tsvector)`.execute(
    db
  );
}

async function remove(db: Kysely<unknown>, nos: readonly number[]): Promise<void> {
  if (nos.length > 0) await sql`delete from search_index where no in (${sql.join([...nos])})`.execute(db);
}

function matching(words: readonly IndexedWord[], field: IndexedField): IndexQuery {
  const weight = { title: 'A', heading: 'B', any: '' }[field];
  const all = words.map(({ terms, isPrefix }) => {
    const each = terms.map(
      (term, at) => `'${term}':${isPrefix && at === terms.length - 1 ? '*' : ''}${weight}`
    );
    return `(${each.map((term) => term.replace(/:$/, '')).join(' <-> ')})`;
  });
  return {
    from: sql`search_index join search_entry on search_entry.no = search_index.no`,
    where: sql`search_index.terms @@ cast(${all.join(' & ')} as text)::tsquery`,
    newest: sql`search_index.no desc`
  };
}

/** Fields stand apart, so that no word reaches from one into the next. */
const APART = 2;

function vectorOf({ title, heading, text }: IndexedTerms): string {
  const places = new Map<string, string[]>();
  let place = 1;
  for (const [terms, weight] of [
    [title, 'A'],
    [heading, 'B'],
    [text, '']
  ] as const) {
    for (const term of terms) {
      const known = places.get(term) ?? [];
      known.push(`${place++}${weight}`);
      places.set(term, known);
    }
    place += APART;
  }
  return [...places].map(([term, at]) => `'${term}':${at.join(',')}`).join(' ');
}

/** How PostgreSQL keeps the index of words. */
export const onPostgres = { create, put, remove, matching };
