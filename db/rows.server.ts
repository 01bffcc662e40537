import type { Kysely } from 'kysely';
import type { Rows } from '#lib/kernel/store.ts';
import type { Database } from './schema.ts';

const handles = new WeakMap<Rows, Kysely<Database>>();

/** Wraps a connection (or an open transaction) so that only stores can reach through it. */
export function asRows<R extends Rows>(rows: R, db: Kysely<Database>): R {
  handles.set(rows, db);
  return rows;
}

/** Opens a handle. Only `*Store.ts` files may call this. */
export function kysely(rows: Rows): Kysely<Database> {
  const db = handles.get(rows);
  if (!db) throw new Error('These rows belong to a transaction that has ended.');
  return db;
}

/** Ends a handle: whoever kept it cannot write outside its transaction. */
export function endRows(rows: Rows): void {
  handles.delete(rows);
}
