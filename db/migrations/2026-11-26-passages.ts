import type { Kysely } from 'kysely';
import { bytes } from '../dialect.ts';

/** Marked stretches of a brief's text, and where they were last found. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('passage')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('programme_id', 'text', (c) => c.notNull().references('programme.id'))
    .addColumn('brief_id', 'text', (c) => c.notNull().references('brief.id'))
    .addColumn('document_id', 'text', (c) => c.notNull().references('document.id'))
    .addColumn('epoch', 'integer', (c) => c.notNull())
    .addColumn('kind', 'text')
    .addColumn('author', 'text', (c) => c.notNull())
    .addColumn('affiliation', 'text', (c) => c.notNull())
    .addColumn('lang', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('removed_at', 'bigint')
    .addColumn('removed_by', 'text')
    .addColumn('section_id', 'text', (c) => c.notNull())
    .addColumn('anchor_start', bytes, (c) => c.notNull())
    .addColumn('anchor_end', bytes, (c) => c.notNull())
    .addColumn('quote', 'text', (c) => c.notNull())
    .addColumn('seen', 'text', (c) => c.notNull())
    .addColumn('prefix', 'text', (c) => c.notNull())
    .addColumn('suffix', 'text', (c) => c.notNull())
    .addColumn('seen_hash', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('found_section', 'text')
    .addColumn('found_from', 'integer')
    .addColumn('found_to', 'integer')
    .addColumn('found_text', 'text')
    .addColumn('found_seq', 'integer', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('passage_by_brief').on('passage').column('brief_id').execute();
  await db.schema.createIndex('passage_by_programme').on('passage').column('programme_id').execute();
}
