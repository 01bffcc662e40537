import { kysely } from '#db/rows.server.ts';
import type { Rows, Unit } from '#lib/kernel/index.ts';

/** Makes this the only link that can be used. */
export async function replaceSetupLinks(unit: Unit, hash: string, at: number): Promise<void> {
  const db = kysely(unit);
  await db.deleteFrom('setup_link').where('used_at', 'is', null).execute();
  await db.insertInto('setup_link').values({ token_hash: hash, created_at: at, used_at: null }).execute();
}

/** @param notBefore a link made before this time has expired */
export async function findSetupLink(
  rows: Rows,
  hash: string,
  notBefore = 0
): Promise<'open' | 'used' | 'expired' | null> {
  const row = await kysely(rows)
    .selectFrom('setup_link')
    .select(['used_at', 'created_at'])
    .where('token_hash', '=', hash)
    .executeTakeFirst();
  if (!row) return null;
  if (row.used_at !== null) return 'used';
  return Number(row.created_at) < notBefore ? 'expired' : 'open';
}

/** Uses a link up. @returns false when it was used or never existed */
export async function consumeSetupLink(unit: Unit, hash: string, at: number): Promise<boolean> {
  const used = await kysely(unit)
    .updateTable('setup_link')
    .set({ used_at: at })
    .where('token_hash', '=', hash)
    .where('used_at', 'is', null)
    .returning('token_hash')
    .executeTakeFirst();
  return used !== undefined;
}
