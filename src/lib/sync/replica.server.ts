import * as Y from 'yjs';
import type { Id } from '#lib/kernel/index.ts';
import { checkChanged } from './contentCheck.server.ts';
import type { DocumentKind } from './index.ts';
import type { Limits } from './limits.server.ts';
import { hasLooseEnds } from './loadDocument.server.ts';
import { closeCodes } from './protocol.ts';
import { Refusal } from './refusal.server.ts';
import { inspectUpdate } from './updateCheck.server.ts';

export type Author = Id | 'system';

/**
 * What came of an offered update. `bytes` is our own encoding of what was integrated, null when nothing was new.
 * `isSpoilt`: the document may hold parts of it and has to be rebuilt.
 */
export type Offered =
  | { outcome: 'taken'; bytes: Uint8Array | null; bound: number[] }
  | { outcome: 'gap' }
  | { outcome: 'refused'; refusal: Refusal; isSpoilt: boolean };

/** A Y.Doc that takes an update only after checking it, with its events held back, plus who owns which client id. */
export type Replica = {
  readonly doc: Y.Doc;
  readonly owners: ReadonlyMap<number, Author>;
  offer(author: Author, update: Uint8Array): Offered;
  destroy(): void;
};

/**
 * @param isReserved whether an id nobody has written under belongs to somebody else's open editor
 */
export function createReplica(options: {
  doc: Y.Doc;
  owners: Map<number, Author>;
  kind: DocumentKind;
  limits: Limits;
  isReserved?: (client: number, author: Author) => boolean;
}): Replica {
  const { doc, owners, kind, limits, isReserved } = options;
  let events: { bytes: Uint8Array; transaction: Y.Transaction }[] = [];
  doc.on('update', (bytes: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    events.push({ bytes, transaction });
  });

  function offer(author: Author, update: Uint8Array): Offered {
    let isSpoilt = false;
    try {
      const { writers, hasGap } = inspectUpdate(update, kind, limits, (client) =>
        Y.getState(doc.store, client)
      );
      const bound = claim(author, writers);
      if (hasGap) return { outcome: 'gap' };
      events = [];
      isSpoilt = true;
      Y.applyUpdate(doc, update);
      if (hasLooseEnds(doc)) throw new Refusal(closeCodes.malformed, 'depends on itself');
      checkChanged(
        doc,
        kind,
        events.map((event) => event.transaction)
      );
      for (const client of bound) owners.set(client, author);
      return { outcome: 'taken', bytes: mergeEvents(events), bound };
    } catch (error) {
      const refusal =
        error instanceof Refusal ? error : new Refusal(closeCodes.malformed, 'cannot be applied');
      return { outcome: 'refused', refusal, isSpoilt };
    } finally {
      events = [];
    }
  }

  function claim(author: Author, writers: readonly number[]): number[] {
    return writers.filter((client) => {
      const owner = owners.get(client);
      if (owner === author) return false;
      if (owner !== undefined || isReserved?.(client, author))
        throw new Refusal(closeCodes.contentRefused, 'written under a client id of somebody else');
      return true;
    });
  }

  return { doc, owners, offer, destroy: () => doc.destroy() };
}

function mergeEvents(events: readonly { bytes: Uint8Array }[]): Uint8Array | null {
  if (events.length === 0) return null;
  return events.length === 1 ? events[0]!.bytes : Y.mergeUpdates(events.map((event) => event.bytes));
}
