import { kysely } from '#db/rows.server.ts';
import type { AccountTable } from '#db/schema.ts';
import type { Id, Rows, Unit } from '#lib/kernel/index.ts';
import type { Person } from './actor.ts';

/** The columns that make a {@link Person}, for stores that join accounts. */
export const personColumns = [
  'account.id as account_id',
  'account.kind as account_kind',
  'account.name as account_name',
  'account.email as account_email',
  'account.is_admin as account_is_admin'
] as const;

type PersonRow = {
  account_id: string;
  account_kind: AccountTable['kind'];
  account_name: string;
  account_email: string | null;
  account_is_admin: number;
};

/** Reads {@link personColumns}. */
export function toPerson(row: PersonRow): Person {
  return {
    id: row.account_id,
    name: row.account_name,
    kind: row.account_kind,
    email: row.account_email,
    isAdmin: Number(row.account_is_admin) === 1
  };
}

type NewAccount = Person & { passwordHash: string | null; createdAt: number };

/** @returns false when the e-mail belongs to somebody else; nothing is written then */
export async function insertAccount(unit: Unit, account: NewAccount): Promise<boolean> {
  const written = await kysely(unit)
    .insertInto('account')
    .values({
      id: account.id,
      kind: account.kind,
      email: account.email,
      password_hash: account.passwordHash,
      name: account.name,
      is_admin: account.isAdmin ? 1 : 0,
      created_at: account.createdAt,
      suspended_at: null
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

/** Whether anybody has an account here. */
export async function hasAccounts(rows: Rows): Promise<boolean> {
  return (await kysely(rows).selectFrom('account').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** The account behind a cleaned e-mail address, with what signing in must know. */
export async function findAccountByEmail(
  rows: Rows,
  email: string
): Promise<{ person: Person; passwordHash: string | null; isSuspended: boolean } | null> {
  const row = await kysely(rows)
    .selectFrom('account')
    .select([...personColumns, 'password_hash', 'suspended_at'])
    .where('email', '=', email)
    .executeTakeFirst();
  if (!row) return null;
  return { person: toPerson(row), passwordHash: row.password_hash, isSuspended: row.suspended_at !== null };
}

/** An account by id, with what decides whether it may be taken over. */
export async function findAccount(rows: Rows, id: Id) {
  const row = await kysely(rows)
    .selectFrom('account')
    .select([...personColumns, 'created_at', 'suspended_at', 'claimed_by', 'email_confirmed_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  return {
    person: toPerson(row),
    createdAt: Number(row.created_at),
    isSuspended: row.suspended_at !== null,
    claimedBy: row.claimed_by,
    hasConfirmedEmail: row.email_confirmed_at !== null
  };
}

/** The people with these ids; unknown ids are left out. */
export async function readPeople(rows: Rows, ids: readonly Id[]): Promise<Person[]> {
  const found: Person[] = [];
  // Databases limit the parameters of one statement.
  for (let from = 0; from < ids.length; from += 500) {
    const page = await kysely(rows)
      .selectFrom('account')
      .select(personColumns)
      .where('id', 'in', ids.slice(from, from + 500))
      .execute();
    found.push(...page.map(toPerson));
  }
  return found;
}

/** Who claimed which of these guests; ids nobody claimed are left out. */
export async function readClaims(rows: Rows, ids: readonly Id[]): Promise<Map<Id, Id>> {
  const claims = new Map<Id, Id>();
  for (let from = 0; from < ids.length; from += 500) {
    const page = await kysely(rows)
      .selectFrom('account')
      .select(['id', 'claimed_by'])
      .where('id', 'in', ids.slice(from, from + 500))
      .where('claimed_by', 'is not', null)
      .execute();
    for (const { id, claimed_by: by } of page) if (by !== null) claims.set(id, by);
  }
  return claims;
}

/** @returns false when this is no guest, or one that was claimed */
export async function makeFull(
  unit: Unit,
  id: Id,
  { email, passwordHash }: { email: string; passwordHash: string }
): Promise<boolean> {
  const made = await kysely(unit)
    .updateTable('account')
    .set({ kind: 'full', email, password_hash: passwordHash })
    .where('id', '=', id)
    .where('kind', '=', 'guest')
    .where('claimed_by', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

/** @returns false when this is no guest, or one that was claimed */
export async function markClaimed(unit: Unit, guest: Id, by: Id): Promise<boolean> {
  const marked = await kysely(unit)
    .updateTable('account')
    .set({ claimed_by: by })
    .where('id', '=', guest)
    .where('kind', '=', 'guest')
    .where('claimed_by', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return marked !== undefined;
}
