import { epochAfterRestore } from '#lib/sync/index.ts';
import type { Row, TableHeader } from './archive.ts';

type Named = Record<string, Row[number]>;

/**
 * What must not come back as it was in a backup, row by row: documents begin a new epoch, so that a browser with newer text
 * is offered its copy instead of mixing it in; links sent by mail no longer work; mail that waited then is not sent now.
 */
export class Renewal {
  readonly #at: number;
  readonly #epochs = new Map<string, { was: number; is: number }>();

  /** @param at the time of the restore, in ms */
  constructor(at: number) {
    this.#at = at;
  }

  /** How many documents have begun an epoch. */
  get documents(): number {
    return this.#epochs.size;
  }

  /** The row as it is to be stored. A document must have come by before what belongs to it. */
  of({ table, columns }: TableHeader, row: Row): Row {
    const change = this.#changes[table];
    if (!change) return row;
    const names = Object.keys(columns);
    const changes = change(Object.fromEntries(names.map((name, at) => [name, row[at]!])));
    return names.map((name, at) => (Object.hasOwn(changes, name) ? changes[name]! : row[at]!));
  }

  readonly #changes: Readonly<Record<string, (row: Named) => Named>> = {
    document: ({ id, epoch }) => {
      const is = epochAfterRestore(Number(epoch), this.#at);
      this.#epochs.set(String(id), { was: Number(epoch), is });
      return { epoch: is };
    },
    document_update: (row) => this.#moved(row),
    document_snapshot: (row) => this.#moved(row),
    document_client: (row) => this.#moved(row),
    document_carried: (row) => this.#moved(row),
    passage: (row) => this.#moved(row),
    brief_version: (row) => this.#moved(row),
    mail_link: ({ used_at }) => ({ used_at: used_at ?? this.#at }),
    mail_outbox: ({ next_try_at }): Named =>
      next_try_at === null ? {} : { next_try_at: null, body: null, last_error: 'restored' }
  };

  // Rows of older epochs stay what they are: history nobody opens.
  #moved({ document_id, epoch }: Named): Named {
    const known = this.#epochs.get(String(document_id));
    return known && known.was === epoch ? { epoch: known.is } : {};
  }
}
