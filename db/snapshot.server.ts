import type { Kysely } from 'kysely';
import type { Rows } from '#lib/kernel/store.ts';
import { isPostgres } from './dialect.ts';
import { asRows, endRows } from './rows.server.ts';
import type { Database } from './schema.ts';

/**
 * Runs work on one view of what is committed, however long it takes; writers are not held up. The connection must be
 * nobody else's meanwhile.
 */
export async function withSnapshot<T>(db: Kysely<Database>, work: (rows: Rows) => Promise<T>): Promise<T> {
  // SQLite gives every transaction one view by itself; PostgreSQL has to be asked.
  const begin = isPostgres(db)
    ? db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
    : db.transaction();
  return begin.execute(async (trx) => {
    const rows = asRows<Rows>({ store: 'rows' }, trx);
    try {
      return await work(rows);
    } finally {
      endRows(rows);
    }
  });
}
