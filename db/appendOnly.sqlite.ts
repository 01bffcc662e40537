import { sql, type Kysely } from 'kysely';

/** Makes a table append-only: no statement can change or remove a row. */
export async function appendOnly(db: Kysely<unknown>, table: string): Promise<void> {
  for (const verb of ['update', 'delete'] as const) {
    await sql
      .raw(
        `create trigger ${table}_no_${verb} before ${verb} on ${table}
         begin select raise(abort, '${table} is append-only'); end`
      )
      .execute(db);
  }
}
