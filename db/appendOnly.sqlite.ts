import { sql, type Kysely } from 'kysely';

/** Makes a table append-only: no statement can change, remove or replace a row. `key` is its primary key. */
export async function appendOnly(db: Kysely<unknown>, table: string, key: readonly string[]): Promise<void> {
  const refusal = `begin select raise(abort, '${table} is append-only'); end`;
  for (const verb of ['update', 'delete'] as const) {
    await sql.raw(`create trigger ${table}_no_${verb} before ${verb} on ${table} ${refusal}`).execute(db);
  }
  // `insert or replace` removes the old row without asking the trigger on delete.
  const same = key.map((column) => `${column} = new.${column}`).join(' and ');
  await sql
    .raw(
      `create trigger ${table}_no_replace before insert on ${table}
       when exists (select 1 from ${table} where (${same}) or rowid = new.rowid) ${refusal}`
    )
    .execute(db);
}
