import type { Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import type { Database } from './schema.ts';
import * as foundation from './migrations/2026-11-23-foundation.ts';
import * as joiningPhasesMail from './migrations/2026-11-23-joining-phases-mail.ts';
import * as mailUntil from './migrations/2026-11-24-mail-until.ts';
import * as carriedText from './migrations/2026-11-25-carried-text.ts';
import * as passages from './migrations/2026-11-26-passages.ts';
import * as search from './migrations/2026-11-26-search.ts';
import * as framing from './migrations/2026-11-26-framing.ts';
import * as comments from './migrations/2026-11-27-comments.ts';
import * as versions from './migrations/2026-11-26-versions.ts';

/** In order; a name is frozen once released. */
export const migrations: Record<string, Migration> = {
  '2026-11-23-foundation': foundation,
  '2026-11-23-joining-phases-mail': joiningPhasesMail,
  '2026-11-24-mail-until': mailUntil,
  '2026-11-25-carried-text': carriedText,
  '2026-11-26-framing': framing,
  '2026-11-26-passages': passages,
  '2026-11-26-search': search,
  '2026-11-26-versions': versions,
  '2026-11-27-comments': comments
};

/** The database was written by a newer version of the program. */
export class NewerDatabaseError extends Error {
  constructor(name: string) {
    super(
      `This database was last used by a newer version of Groundwork (it knows "${name}"). Start that version, or restore an older backup.`
    );
    this.name = 'NewerDatabaseError';
  }
}

/**
 * Brings the database to this version's shape, or to the older one that ended with the migration `last`.
 * @returns the names of the migrations that ran now
 * @throws NewerDatabaseError
 */
export async function migrate(db: Kysely<Database>, last?: string): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const unknown = (await appliedMigrations(db)).find((name) => !(name in migrations));
  if (unknown) throw new NewerDatabaseError(unknown);
  const { error, results } = last ? await migrator.migrateTo(last) : await migrator.migrateToLatest();
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}

/** The names of the migrations a database has been through, in order; none for an empty one. */
export async function appliedMigrations(db: Kysely<Database>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) return [];
  const untyped = db as unknown as Kysely<{ kysely_migration: { name: string } }>;
  const rows = await untyped.selectFrom('kysely_migration').select('name').orderBy('name').execute();
  return rows.map((row) => row.name);
}
