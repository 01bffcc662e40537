import type { Kysely } from 'kysely';

/** Comments on places of a brief's text, in threads; what of them waits to be let through; how far people have read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('comment_thread')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('programme_id', 'text', (c) => c.notNull().references('programme.id'))
    .addColumn('brief_id', 'text', (c) => c.notNull().references('brief.id'))
    .addColumn('passage_id', 'text', (c) => c.notNull().references('passage.id'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('resolved_at', 'bigint')
    .addColumn('resolved_by', 'text')
    .execute();
  await db.schema
    .createTable('comment')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('programme_id', 'text', (c) => c.notNull().references('programme.id'))
    .addColumn('brief_id', 'text', (c) => c.notNull().references('brief.id'))
    .addColumn('thread_id', 'text', (c) => c.notNull().references('comment_thread.id'))
    .addColumn('author', 'text', (c) => c.notNull())
    .addColumn('affiliation', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('text', 'text')
    .addColumn('edited_at', 'bigint')
    .addColumn('removed_at', 'bigint')
    .addColumn('removed_by', 'text')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('decided_at', 'bigint')
    .addColumn('decided_by', 'text')
    .addColumn('recorded', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('comment_reaction')
    .addColumn('programme_id', 'text', (c) => c.notNull().references('programme.id'))
    .addColumn('comment_id', 'text', (c) => c.notNull().references('comment.id'))
    .addColumn('account_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('comment_reaction_key', ['comment_id', 'account_id', 'kind'])
    .execute();
  await db.schema
    .createTable('comment_reading')
    .addColumn('brief_id', 'text', (c) => c.notNull().references('brief.id'))
    .addColumn('account_id', 'text', (c) => c.notNull())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('comment_reading_key', ['brief_id', 'account_id'])
    .execute();
  await db.schema
    .createTable('comment_rule')
    .addColumn('programme_id', 'text', (c) => c.primaryKey().references('programme.id'))
    .addColumn('holds', 'integer', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('by', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('comment_thread_by_brief').on('comment_thread').column('brief_id').execute();
  await db.schema.createIndex('comment_by_brief').on('comment').column('brief_id').execute();
  await db.schema.createIndex('comment_by_thread').on('comment').column('thread_id').execute();
  await db.schema.createIndex('comment_by_programme').on('comment').column('programme_id').execute();
}
