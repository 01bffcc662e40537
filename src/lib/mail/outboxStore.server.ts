import { kysely } from '#db/rows.server.ts';
import { newId, type Rows, type Unit } from '#lib/kernel/index.ts';
import { readFailure, type Letter, type UnsentMail } from './letter.ts';

/** A letter whose turn it is. */
export type DueMail = {
  id: string;
  to: string;
  subject: string;
  text: string;
  createdAt: number;
  tries: number;
  nextTryAt: number;
  usefulUntil: number | null;
};

export async function insertMail(unit: Unit, letter: Letter, at: number): Promise<void> {
  await kysely(unit)
    .insertInto('mail_outbox')
    .values({
      id: newId(),
      recipient: letter.to,
      subject: letter.subject,
      body: letter.text,
      created_at: at,
      next_try_at: at,
      useful_until: letter.usefulUntil ?? null
    })
    .execute();
}

/** The letters to send now, the longest waiting first. */
export async function listDue(rows: Rows, now: number, limit: number): Promise<DueMail[]> {
  const found = await kysely(rows)
    .selectFrom('mail_outbox')
    .selectAll()
    .where('next_try_at', '<=', now)
    .orderBy('next_try_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return found.map((row) => ({
    id: row.id,
    to: row.recipient,
    subject: row.subject,
    text: row.body ?? '',
    createdAt: Number(row.created_at),
    tries: Number(row.tries),
    nextTryAt: Number(row.next_try_at),
    usefulUntil: row.useful_until === null ? null : Number(row.useful_until)
  }));
}

/** When the next letter's turn comes, or null when none waits. */
export async function nextTurn(rows: Rows): Promise<number | null> {
  const row = await kysely(rows)
    .selectFrom('mail_outbox')
    .select(({ fn }) => fn.min('next_try_at').as('at'))
    .where('next_try_at', 'is not', null)
    .executeTakeFirst();
  return row?.at === null || row?.at === undefined ? null : Number(row.at);
}

/**
 * Takes a letter in hand until `until`: whoever dies with it in hand leaves it to the next.
 * @returns false when somebody else has it
 */
export async function claim(unit: Unit, mail: DueMail, until: number): Promise<boolean> {
  const claimed = await kysely(unit)
    .updateTable('mail_outbox')
    .set({ next_try_at: until, tries: mail.tries + 1 })
    .where('id', '=', mail.id)
    .where('next_try_at', '=', mail.nextTryAt)
    .returning('id')
    .executeTakeFirst();
  return claimed !== undefined;
}

/** The server took it; what it said is forgotten, since it may hold a secret. */
export async function markSent(unit: Unit, id: string, at: number): Promise<void> {
  await kysely(unit)
    .updateTable('mail_outbox')
    .set({ sent_at: at, next_try_at: null, body: null, last_error: null })
    .where('id', '=', id)
    .execute();
}

/** It did not leave. Without a next turn it is given up, and what it said is forgotten. */
export async function markFailed(
  unit: Unit,
  id: string,
  { error, nextTryAt }: { error: string; nextTryAt: number | null }
): Promise<void> {
  await kysely(unit)
    .updateTable('mail_outbox')
    .set({ last_error: error, next_try_at: nextTryAt, ...(nextTryAt === null && { body: null }) })
    .where('id', '=', id)
    .execute();
}

/** What has not left, newest first: given up, or failed at least once. */
export async function listUnsentRows(rows: Rows, limit: number): Promise<UnsentMail[]> {
  const found = await kysely(rows)
    .selectFrom('mail_outbox')
    .select(['id', 'recipient', 'subject', 'created_at', 'tries', 'next_try_at', 'last_error'])
    .where('sent_at', 'is', null)
    .where('last_error', 'is not', null)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return found.map((row) => ({
    id: row.id,
    to: row.recipient,
    subject: row.subject,
    createdAt: Number(row.created_at),
    tries: Number(row.tries),
    nextTryAt: row.next_try_at === null ? null : Number(row.next_try_at),
    failure: readFailure(row.last_error)
  }));
}

/** How many letters wait, and how many were given up. */
export async function countMail(rows: Rows): Promise<{ waiting: number; givenUp: number }> {
  const unsent = kysely(rows)
    .selectFrom('mail_outbox')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('sent_at', 'is', null);
  const [waiting, givenUp] = await Promise.all([
    unsent.where('next_try_at', 'is not', null).executeTakeFirst(),
    unsent.where('next_try_at', 'is', null).executeTakeFirst()
  ]);
  return { waiting: Number(waiting?.count ?? 0), givenUp: Number(givenUp?.count ?? 0) };
}

/** Forgets letters that are done with: sent ones and given-up ones from before these times. */
export async function forgetMail(unit: Unit, before: { sent: number; givenUp: number }): Promise<void> {
  const db = kysely(unit);
  await db.deleteFrom('mail_outbox').where('sent_at', '<', before.sent).execute();
  await db
    .deleteFrom('mail_outbox')
    .where('sent_at', 'is', null)
    .where('next_try_at', 'is', null)
    .where('created_at', '<', before.givenUp)
    .execute();
}
