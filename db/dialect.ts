import { PostgresAdapter, type Kysely } from 'kysely';
import { appendOnly as onPostgres } from './appendOnly.postgres.ts';
import { appendOnly as onSqlite } from './appendOnly.sqlite.ts';

/** The column type for bytes, for migrations; PostgreSQL's compiler here says `bytea` for it. */
export const bytes = 'blob';

/** Makes a table append-only: no statement can change, remove or replace a row. `key` is its primary key. */
export function appendOnly(db: Kysely<unknown>, table: string, key: readonly string[]): Promise<void> {
  return isPostgres(db) ? onPostgres(db, table) : onSqlite(db, table, key);
}

/** Whether a connection leads to PostgreSQL; for db alone. */
export function isPostgres<DB>(db: Kysely<DB>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
