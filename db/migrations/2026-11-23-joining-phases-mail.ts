import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await joining(db);
  await accounts(db);
  await mail(db);
  await phases(db);
}

async function joining(db: Kysely<unknown>) {
  // One column a statement: SQLite takes no more.
  await db.schema.alterTable('invitation').addColumn('code', 'text').execute();
  await db.schema.alterTable('invitation').addColumn('max_uses', 'integer').execute();
  await db.schema
    .alterTable('invitation')
    .addColumn('uses', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex('invitation_by_code').on('invitation').column('code').unique().execute();
  await db.schema.alterTable('membership').addColumn('proof_note', 'text').execute();
  await db.schema.alterTable('membership').addColumn('proof_by', 'text').execute();
}

async function accounts(db: Kysely<unknown>) {
  await db.schema.alterTable('account').addColumn('lang', 'text').execute();
  await db.schema.alterTable('account').addColumn('email_confirmed_at', 'bigint').execute();
  await db.schema.alterTable('account').addColumn('claimed_by', 'text').execute();
  await db.schema.createIndex('account_by_claim').on('account').column('claimed_by').execute();
  await db.schema.alterTable('session').addColumn('device', 'text').execute();
  await db.schema.alterTable('session').addColumn('last_seen_at', 'bigint').execute();
}

async function mail(db: Kysely<unknown>) {
  await db.schema
    .createTable('mail_link')
    .addColumn('token_hash', 'text', (c) => c.primaryKey())
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('email', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('used_at', 'bigint')
    .execute();
  await db.schema.createIndex('mail_link_by_account').on('mail_link').column('account_id').execute();
  await db.schema
    .createTable('mail_outbox')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('recipient', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('body', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('next_try_at', 'bigint')
    .addColumn('tries', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('sent_at', 'bigint')
    .addColumn('last_error', 'text')
    .execute();
  await db.schema.createIndex('mail_outbox_by_turn').on('mail_outbox').column('next_try_at').execute();
}

async function phases(db: Kysely<unknown>) {
  await db.schema
    .createTable('programme_phase')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('programme_id', 'text', (c) => c.notNull().references('programme.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('title_translated', 'text')
    .addColumn('starts_on', 'text')
    .addColumn('ends_on', 'text')
    .addColumn('position', 'integer', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('programme_phase_by_programme')
    .on('programme_phase')
    .column('programme_id')
    .execute();
}
