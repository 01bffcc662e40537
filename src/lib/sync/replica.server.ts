import * as Y from 'yjs';
import type { Id } from '#lib/kernel/index.ts';
import { rewrittenBy, type Carried, type Rewritten } from './carry.server.ts';
import { checkChanged } from './contentCheck.server.ts';
import type { DocumentKind } from './index.ts';
import type { Limits } from './limits.server.ts';
import { hasLooseEnds } from './loadDocument.server.ts';
import { closeCodes } from './protocol.ts';
import { RecentlyDeleted } from './recentlyDeleted.server.ts';
import { Refusal } from './refusal.server.ts';
import { TooMuchWorkError, withinWork, workOf } from './integrationWork.server.ts';
import { inspectUpdate, type ClientClock, type Decoded } from './updateCheck.server.ts';

export type Author = Id | 'system';

/**
 * What came of an offered update. `bytes` is our own encoding of what was integrated, null when nothing was new; `carried`
 * is the text in it that stays somebody else's.
 * `isSpoilt`: the document may hold parts of it and has to be rebuilt.
 */
export type Offered =
  | { outcome: 'taken'; bytes: Uint8Array | null; bound: number[]; deletes: number; carried: Carried[] }
  | { outcome: 'gap'; missing: ClientClock }
  | { outcome: 'refused'; refusal: Refusal; isSpoilt: boolean };

/** A Y.Doc that takes an update only after checking it, with its events held back, plus who owns which client id. */
export type Replica = {
  readonly doc: Y.Doc;
  readonly owners: ReadonlyMap<number, Author>;
  /** @param isFull whether only what inserts nothing may be taken */
  offer(author: Author, update: Uint8Array, isFull?: boolean): Offered;
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
  /** whether this author may bring so many client ids more now */
  allowsIds?: (author: Author, count: number) => boolean;
  /** what people deleted here lately; outlives a rebuilding of the document */
  recent?: RecentlyDeleted;
}): Replica {
  const { doc, owners, kind, limits, isReserved, allowsIds, recent = new RecentlyDeleted() } = options;
  let offered: Decoded | null = null;
  let rewritten: Rewritten[] = [];
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    if (offered) rewritten.push(rewrittenBy(transaction, offered));
  });
  let events: { bytes: Uint8Array; transaction: Y.Transaction }[] = [];
  doc.on('update', (bytes: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    events.push({ bytes, transaction });
  });

  function offer(author: Author, update: Uint8Array, isFull = false): Offered {
    let isSpoilt = false;
    try {
      const found = inspectUpdate(update, kind, limits, doc);
      const bound = claim(author, found.writers);
      if (isFull && found.news === 'inserts') throw new Refusal(closeCodes.tooLarge, 'the document is full');
      if (found.missing) return { outcome: 'gap', missing: found.missing };
      const steps = allowedSteps(found.cuttingSteps);
      checkIds(author, bound);
      events = [];
      rewritten = [];
      offered = found.decoded;
      isSpoilt = true;
      withinWork(doc, steps, () => Y.applyUpdate(doc, update));
      if (hasLooseEnds(doc)) throw new Refusal(closeCodes.malformed, 'depends on itself');
      const transactions = events.map((event) => event.transaction);
      checkChanged(doc, kind, transactions);
      for (const client of bound) owners.set(client, author);
      const carried = rewritten.flatMap((one) => recent.carried(author, one, found.decoded.ds));
      return { outcome: 'taken', bytes: mergeEvents(events), bound, deletes: found.deletes, carried };
    } catch (error) {
      return { outcome: 'refused', refusal: refusalOf(error), isSpoilt };
    } finally {
      events = [];
      rewritten = [];
      offered = null;
    }
  }

  // What a document has cost comes back at every load, so its sum is bounded, too; a little is always free.
  function allowedSteps(cuttingSteps: number): number {
    if (cuttingSteps > limits.stepsPerFrame) throw new TooMuchWorkError();
    const left = Math.max(limits.freeSteps, limits.stepsPerDocument - workOf(doc));
    return Math.min(limits.stepsPerFrame - cuttingSteps, left);
  }

  function checkIds(author: Author, bound: readonly number[]): void {
    if (author === 'system' || bound.length === 0) return;
    if (bound.length > limits.idsPerFrame || allowsIds?.(author, bound.length) === false)
      throw new Refusal(closeCodes.tooLarge, 'too many client ids of one person');
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

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof TooMuchWorkError)
    return new Refusal(closeCodes.contentRefused, 'takes too long to integrate');
  return new Refusal(closeCodes.malformed, 'cannot be applied');
}

function mergeEvents(events: readonly { bytes: Uint8Array }[]): Uint8Array | null {
  if (events.length === 0) return null;
  return events.length === 1 ? events[0]!.bytes : Y.mergeUpdates(events.map((event) => event.bytes));
}
