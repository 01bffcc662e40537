import { kysely } from '#db/rows.server.ts';
import type { MailLinkTable } from '#db/schema.ts';
import type { Id, Rows, Unit } from '#lib/kernel/index.ts';

/** A link that proves an address or lets somebody choose a password; its secret is known by hash alone. */
export type MailLink = {
  hash: string;
  purpose: MailLinkTable['purpose'];
  account: Id;
  email: string;
  /** the admin who made it, or `system`; null: asked for by its owner, and sent */
  by: string | null;
  createdAt: number;
  expiresAt: number;
};

/** Makes this the only open link of its kind: those its owner asked for and those admins made are two kinds. */
export async function replaceLink(unit: Unit, link: MailLink): Promise<void> {
  const db = kysely(unit);
  await db
    .deleteFrom('mail_link')
    .where('account_id', '=', link.account)
    .where('purpose', '=', link.purpose)
    .where('used_at', 'is', null)
    .where('created_by', link.by === null ? 'is' : 'is not', null)
    .execute();
  await db
    .insertInto('mail_link')
    .values({
      token_hash: link.hash,
      purpose: link.purpose,
      account_id: link.account,
      email: link.email,
      created_by: link.by,
      created_at: link.createdAt,
      expires_at: link.expiresAt,
      used_at: null
    })
    .execute();
}

export async function findLink(rows: Rows, hash: string): Promise<(MailLink & { isUsed: boolean }) | null> {
  const row = await kysely(rows)
    .selectFrom('mail_link')
    .selectAll()
    .where('token_hash', '=', hash)
    .executeTakeFirst();
  if (!row) return null;
  return {
    hash,
    purpose: row.purpose,
    account: row.account_id,
    email: row.email,
    by: row.created_by,
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
    isUsed: row.used_at !== null
  };
}

/** Uses a link up. @returns false when it was used, replaced or has ended */
export async function consumeLink(unit: Unit, hash: string, at: number): Promise<boolean> {
  const used = await kysely(unit)
    .updateTable('mail_link')
    .set({ used_at: at })
    .where('token_hash', '=', hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .returning('token_hash')
    .executeTakeFirst();
  return used !== undefined;
}

/** Ends an account's open links of these purposes. */
export async function dropLinks(
  unit: Unit,
  account: Id,
  purposes: readonly MailLinkTable['purpose'][]
): Promise<void> {
  await kysely(unit)
    .deleteFrom('mail_link')
    .where('account_id', '=', account)
    .where('purpose', 'in', purposes)
    .where('used_at', 'is', null)
    .execute();
}

/** The address a link that still works was sent to, to be confirmed; null when none waits. */
export async function findAwaitedAddress(rows: Rows, account: Id, now: number): Promise<string | null> {
  const row = await kysely(rows)
    .selectFrom('mail_link')
    .select('email')
    .where('account_id', '=', account)
    .where('purpose', '=', 'confirm')
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row?.email ?? null;
}

/** Forgets links that ended before a time. */
export async function forgetLinks(unit: Unit, before: number): Promise<void> {
  await kysely(unit).deleteFrom('mail_link').where('expires_at', '<', before).execute();
}
