import { sql, type Kysely } from 'kysely';
import type { IndexedField, IndexedTerms, IndexedWord, IndexQuery } from './searchIndex.ts';

/** The index alone; the texts are in `search_entry`. */
async function create(db: Kysely<unknown>): Promise<void> {
  await sql`create virtual table search_index using fts5(title, heading, text, content='', contentless_delete=1,
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'")`.execute(db);
}

async function put(db: Kysely<unknown>, no: number, terms: IndexedTerms): Promise<void> {
  await sql`insert into search_index (rowid, title, heading, text) values
    (${no}, ${terms.title.join(' ')}, ${terms.heading.join(' ')}, ${terms.text.join(' ')})`.execute(db);
}

async function remove(db: Kysely<unknown>, nos: readonly number[]): Promise<void> {
  for (const no of nos) await sql`delete from search_index where rowid = ${no}`.execute(db);
}

function matching(words: readonly IndexedWord[], field: IndexedField): IndexQuery {
  const all = words.map(({ terms, isPrefix }) => `"${terms.join(' ')}"${isPrefix ? '*' : ''}`).join(' AND ');
  const asked = field === 'any' ? all : `${field} : (${all})`;
  return {
    from: sql`search_index join search_entry on search_entry.no = search_index.rowid`,
    where: sql`search_index match ${asked}`,
    // In the order of the index itself, so that it stops when there is enough.
    newest: sql`search_index.rowid desc`
  };
}

/** How SQLite keeps the index of words. */
export const onSqlite = { create, put, remove, matching };
