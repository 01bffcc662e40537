import type { Kysely } from 'kysely';

/** Where each section of a brief stands and who looks after it, the intake test, and the responder's own word. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('section_standing')
    .addColumn('brief_id', 'text', (c) => c.notNull().references('brief.id'))
    .addColumn('section_id', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('text_hash', 'text')
    .addColumn('state_by', 'text')
    .addColumn('state_affiliation', 'text')
    .addColumn('state_at', 'bigint')
    .addColumn('owner', 'text')
    .addPrimaryKeyConstraint('section_standing_pk', ['brief_id', 'section_id'])
    .execute();
  await db.schema
    .createTable('intake_answer')
    .addColumn('brief_id', 'text', (c) => c.notNull().references('brief.id'))
    .addColumn('question', 'text', (c) => c.notNull())
    .addColumn('answer', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('answered_by', 'text', (c) => c.notNull())
    .addColumn('answered_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('intake_answer_pk', ['brief_id', 'question'])
    .execute();
  await db.schema
    .createTable('responder_word')
    .addColumn('brief_id', 'text', (c) => c.primaryKey().references('brief.id'))
    .addColumn('account_id', 'text', (c) => c.notNull())
    .addColumn('given_at', 'bigint', (c) => c.notNull())
    .execute();
}
