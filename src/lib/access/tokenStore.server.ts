import { kysely } from '#db/rows.server.ts';
import type { Id, Rows, Unit } from '#lib/kernel/index.ts';
import { personColumns, toPerson } from './accountStore.server.ts';
import type { Person } from './actor.ts';
import type { ListedToken } from './session.ts';

type NewToken = { id: Id; account: Id; name: string; hash: string; createdAt: number };

export async function insertToken(unit: Unit, token: NewToken): Promise<void> {
  await kysely(unit)
    .insertInto('api_token')
    .values({
      id: token.id,
      account_id: token.account,
      name: token.name,
      token_hash: token.hash,
      created_at: token.createdAt,
      last_used_at: null,
      revoked_at: null
    })
    .execute();
}

/** A token that works: not revoked, its account not suspended. */
export async function findLiveToken(
  rows: Rows,
  by: { hash: string } | { id: Id }
): Promise<{ id: Id; person: Person; lastUsedAt: number | null } | null> {
  const query = kysely(rows)
    .selectFrom('api_token')
    .innerJoin('account', 'account.id', 'api_token.account_id')
    .select([...personColumns, 'api_token.id', 'api_token.last_used_at'])
    .where('api_token.revoked_at', 'is', null)
    .where('account.suspended_at', 'is', null);
  const row = await (
    'hash' in by ? query.where('api_token.token_hash', '=', by.hash) : query.where('api_token.id', '=', by.id)
  ).executeTakeFirst();
  if (!row) return null;
  const lastUsedAt = row.last_used_at === null ? null : Number(row.last_used_at);
  return { id: row.id, person: toPerson(row), lastUsedAt };
}

/** An account's tokens that are not revoked, newest first. */
export async function listTokenRows(rows: Rows, account: Id): Promise<ListedToken[]> {
  const found = await kysely(rows)
    .selectFrom('api_token')
    .select(['id', 'name', 'created_at', 'last_used_at'])
    .where('account_id', '=', account)
    .where('revoked_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return found.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: Number(row.created_at),
    lastUsedAt: row.last_used_at === null ? null : Number(row.last_used_at)
  }));
}

/** @returns false when the account has no such token that still works */
export async function markRevoked(unit: Unit, { id, account, at }: { id: Id; account: Id; at: number }) {
  const marked = await kysely(unit)
    .updateTable('api_token')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('account_id', '=', account)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return marked !== undefined;
}

/** Ends every token of an account. */
export async function markAllRevoked(unit: Unit, account: Id, at: number): Promise<void> {
  await kysely(unit)
    .updateTable('api_token')
    .set({ revoked_at: at })
    .where('account_id', '=', account)
    .where('revoked_at', 'is', null)
    .execute();
}

export async function markUsed(unit: Unit, id: Id, at: number): Promise<void> {
  await kysely(unit).updateTable('api_token').set({ last_used_at: at }).where('id', '=', id).execute();
}
