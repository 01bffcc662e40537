import type { Kysely, RawBuilder } from 'kysely';
import { isPostgres } from './dialect.ts';
import { onPostgres } from './searchIndex.postgres.ts';
import { onSqlite } from './searchIndex.sqlite.ts';

/** The fields of an entry, each as terms in their order. Terms hold letters and digits only. */
export type IndexedTerms = { title: readonly string[]; heading: readonly string[]; text: readonly string[] };
/** One word: terms that stand next to each other, the last of which may go on. */
export type IndexedWord = { terms: readonly string[]; isPrefix: boolean };
/** Where all words must stand. */
export type IndexedField = 'title' | 'heading' | 'any';

/** The parts of a query for entries, the latest change first: `from` joins `search_entry`. */
export type IndexQuery = {
  from: RawBuilder<unknown>;
  where: RawBuilder<boolean>;
  newest: RawBuilder<unknown>;
};

type Dialect = {
  create(db: Kysely<unknown>): Promise<void>;
  put(db: Kysely<unknown>, no: number, terms: IndexedTerms): Promise<void>;
  remove(db: Kysely<unknown>, nos: readonly number[]): Promise<void>;
  matching(words: readonly IndexedWord[], field: IndexedField): IndexQuery;
};

/** Makes the index; for a migration. */
export const createIndex = (db: Kysely<unknown>) => of(db).create(db);
/** Indexes the entry with this number. */
export const putTerms = (db: Kysely<never>, no: number, terms: IndexedTerms) =>
  of(db).put(db as never, no, terms);
/** Forgets entries by number. */
export const removeTerms = (db: Kysely<never>, nos: readonly number[]) => of(db).remove(db as never, nos);
/** How to ask for the entries that hold all the words. */
export const matching = (db: Kysely<never>, words: readonly IndexedWord[], field: IndexedField) =>
  of(db).matching(words, field);

const of = (db: Kysely<never> | Kysely<unknown>): Dialect =>
  isPostgres(db as Kysely<unknown>) ? onPostgres : onSqlite;
