import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // A letter whose link has ended says nothing any more; it is not sent late.
  await db.schema.alterTable('mail_outbox').addColumn('useful_until', 'bigint').execute();
  await db.schema.alterTable('account').addColumn('suspended_reason', 'text').execute();
}
