import { sql, type Kysely } from 'kysely';

/** Makes a table append-only: UPDATE, DELETE and TRUNCATE are refused, also by those who own the table. */
export async function appendOnly(db: Kysely<unknown>, table: string): Promise<void> {
  await sql
    .raw(
      `create function ${table}_refuse() returns trigger language plpgsql as
       $$ begin raise exception '${table} is append-only'; end $$`
    )
    .execute(db);
  for (const verb of ['update', 'delete', 'truncate'] as const) {
    // Per statement: a TRUNCATE has no rows, and what would meet no row is refused as well.
    await sql
      .raw(
        `create trigger ${table}_no_${verb} before ${verb} on ${table}
         for each statement execute function ${table}_refuse()`
      )
      .execute(db);
  }
}
