import type { Kysely } from 'kysely';
import { createIndex } from '../searchIndex.ts';

/** What can be found by its words: derived from the rest, and made anew from it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('search_entry')
    .addColumn('no', 'bigint', (c) => c.primaryKey())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('programme_id', 'text', (c) => c.notNull())
    .addColumn('brief_id', 'text')
    .addColumn('lang', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('heading', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('label', 'text')
    .addColumn('path', 'text', (c) => c.notNull())
    .addColumn('places', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('search_entry_source').on('search_entry').column('source').execute();
  await db.schema.createIndex('search_entry_brief').on('search_entry').column('brief_id').execute();
  await db.schema
    .createTable('search_source')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('stamp', 'text', (c) => c.notNull())
    .execute();
  await createIndex(db);
}
