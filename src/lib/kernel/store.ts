import type { NewEvent, RecordedEvent } from './events.ts';
import type { Notice } from './notices.ts';

/** A handle on committed rows. Opaque: only `*Store.ts` files open it (`kysely()` in `#db/rows.server.ts`). */
export interface Rows {
  readonly store: 'rows' | 'unit';
}

/** One transaction of the write path: rows, plus the journal events written with them. */
export interface Unit extends Rows {
  readonly store: 'unit';
  /** Appends an event to its chain inside this transaction. After the commit its subject is announced. */
  record(event: NewEvent): Promise<RecordedEvent>;
  /** Published after the commit; dropped when the transaction rolls back. Events announce themselves. */
  announce(notice: Notice): void;
}

/** The one write path of a process: queued, `BEGIN IMMEDIATE`, no other I/O inside `work`. */
export type Write = <T>(work: (unit: Unit) => Promise<T>) => Promise<T>;
