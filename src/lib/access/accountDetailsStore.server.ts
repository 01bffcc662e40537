import { sql, type SqlBool } from 'kysely';
import { kysely } from '#db/rows.server.ts';
import type { Id, Rows, Unit } from '#lib/kernel/index.ts';
import { personColumns, toPerson } from './accountStore.server.ts';
import type { MailLanguage } from './accountMail.ts';
import type { Person } from './actor.ts';

/** An account with all that its owner and admins may know of it. Times in milliseconds. */
export type AccountDetails = Person & {
  lang: MailLanguage | null;
  emailConfirmedAt: number | null;
  createdAt: number;
  suspendedAt: number | null;
  suspendedReason: string | null;
};

const columns = [
  ...personColumns,
  'lang',
  'email_confirmed_at',
  'created_at',
  'suspended_at',
  'suspended_reason'
] as const;

type DetailsRow = Parameters<typeof toPerson>[0] & {
  lang: MailLanguage | null;
  email_confirmed_at: number | null;
  created_at: number;
  suspended_at: number | null;
  suspended_reason: string | null;
};

const time = (value: number | null) => (value === null ? null : Number(value));

function toDetails(row: DetailsRow): AccountDetails {
  return {
    ...toPerson(row),
    lang: row.lang,
    emailConfirmedAt: time(row.email_confirmed_at),
    createdAt: Number(row.created_at),
    suspendedAt: time(row.suspended_at),
    suspendedReason: row.suspended_reason
  };
}

/** The account with this id or cleaned address, or null. */
export async function findAccountDetails(
  rows: Rows,
  by: { id: Id } | { email: string }
): Promise<AccountDetails | null> {
  const query = kysely(rows).selectFrom('account').select(columns);
  const row = await (
    'id' in by ? query.where('id', '=', by.id) : query.where('email', '=', by.email)
  ).executeTakeFirst();
  return row ? toDetails(row) : null;
}

/** A page of accounts, newest first; `search` is part of a name or an address, whatever its case. */
export async function listAccountRows(
  rows: Rows,
  {
    search,
    kind,
    offset,
    limit
  }: { search: string; kind: Person['kind'] | null; offset: number; limit: number }
): Promise<AccountDetails[]> {
  let query = kysely(rows).selectFrom('account').select(columns);
  if (kind) query = query.where('kind', '=', kind);
  if (search) {
    const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    const like = (column: string) => sql<SqlBool>`lower(${sql.ref(column)}) like ${pattern} escape '\\'`;
    query = query.where(({ or }) => or([like('name'), like('email')]));
  }
  const found = await query.orderBy('created_at', 'desc').orderBy('id').offset(offset).limit(limit).execute();
  return found.map(toDetails);
}

/** Admins who can sign in, but for one. */
export async function countOtherAdmins(rows: Rows, except: Id): Promise<number> {
  const row = await kysely(rows)
    .selectFrom('account')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('is_admin', '=', 1)
    .where('suspended_at', 'is', null)
    .where('id', '!=', except)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** What of an account may change after it was opened. */
export type AccountChanges = {
  name?: string;
  lang?: MailLanguage | null;
  email?: string;
  emailConfirmedAt?: number | null;
  passwordHash?: string;
  isAdmin?: boolean;
  suspended?: { at: number; reason: string | null } | null;
};

/** Writes the named fields. The caller has made sure that an e-mail is nobody else's. */
export async function updateAccountRow(unit: Unit, id: Id, changes: AccountChanges): Promise<void> {
  const { name, lang, email, emailConfirmedAt, passwordHash, isAdmin, suspended } = changes;
  const row = {
    ...(name !== undefined && { name }),
    ...(lang !== undefined && { lang }),
    ...(email !== undefined && { email }),
    ...(emailConfirmedAt !== undefined && { email_confirmed_at: emailConfirmedAt }),
    ...(passwordHash !== undefined && { password_hash: passwordHash }),
    ...(isAdmin !== undefined && { is_admin: isAdmin ? 1 : 0 }),
    ...(suspended !== undefined && {
      suspended_at: suspended?.at ?? null,
      suspended_reason: suspended?.reason ?? null
    })
  };
  await kysely(unit).updateTable('account').set(row).where('id', '=', id).execute();
}

/** The hash of an account's password; null for guests and unknown ids. */
export async function findPasswordHash(rows: Rows, id: Id): Promise<string | null> {
  const row = await kysely(rows)
    .selectFrom('account')
    .select('password_hash')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.password_hash ?? null;
}
