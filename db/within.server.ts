import { sql, type Kysely } from 'kysely';
import type { Unit } from '#lib/kernel/store.ts';
import { appliedMigrations, migrate } from './migrate.ts';
import { kysely } from './rows.server.ts';
import type { Database } from './schema.ts';

/** As `migrate`, inside the caller's transaction: only PostgreSQL takes back tables that were made in one. */
export function migrateWithin(unit: Unit, last?: string): Promise<string[]> {
  return migrate(kysely(unit), last);
}

/** What is in the schema a PostgreSQL connection works in: the migrations it has been through, and every table. */
export async function contentsOf(unit: Unit): Promise<{ migrations: string[]; tables: string[] }> {
  const db = kysely(unit);
  return { migrations: await appliedMigrations(db), tables: await tablesOf(db) };
}

/** Removes all tables of the schema and what refused to change them, inside the caller's transaction. PostgreSQL only. */
export async function removeTables(unit: Unit): Promise<void> {
  const db = kysely(unit);
  for (const table of await tablesOf(db)) {
    await sql`drop table ${sql.id(table)} cascade`.execute(db);
    // Made beside an append-only table (appendOnly.postgres.ts); it would be in the way of the next one of that name.
    await sql`drop function if exists ${sql.id(`${table}_refuse`)}()`.execute(db);
  }
}

async function tablesOf(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = current_schema() order by tablename`.execute(
    db
  );
  return rows.map(({ name }) => name);
}
