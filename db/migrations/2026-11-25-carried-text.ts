import type { Kysely } from 'kysely';

/** Which text repeats earlier text after a change of structure, and so stays the words of whoever wrote that. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('document_carried')
    .addColumn('document_id', 'text', (c) => c.notNull().references('document.id'))
    .addColumn('epoch', 'integer', (c) => c.notNull())
    .addColumn('client_id', 'bigint', (c) => c.notNull())
    .addColumn('clock', 'integer', (c) => c.notNull())
    .addColumn('length', 'integer', (c) => c.notNull())
    .addColumn('from_client_id', 'bigint', (c) => c.notNull())
    .addColumn('from_clock', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('document_carried_pk', ['document_id', 'epoch', 'client_id', 'clock'])
    .execute();
}
