import * as Y from 'yjs';
import type { Id, Rows } from '#lib/kernel/index.ts';
import { listCarried } from './carryStore.server.ts';
import { listUpdates } from './documentStore.server.ts';
import { voiceOf, type Voice } from './voices.server.ts';

/**
 * Who took a piece of a document away; null where nobody did. `length` says for how many UTF-16 units from there on that holds
 * at least.
 */
export type DeletedAt = (client: number, clock: number) => { voice: Voice | null; length: number };

type Gone = { clock: number; end: number; voice: Voice };
type Copy = { clock: number; end: number; toClient: number; toClock: number };

/**
 * Reads who deleted what between two sequences. Text that was carried over (V1) went when its last copy went.
 * @param after the sequence it still stood at
 */
export async function readDeleters(
  rows: Rows,
  ref: { id: Id; epoch: number },
  after: number,
  upTo: number
): Promise<DeletedAt> {
  const [updates, carried] = await Promise.all([listUpdates(rows, ref, after, upTo), listCarried(rows, ref)]);
  const gone = new Map<number, Gone[]>();
  for (const row of updates) {
    const { ds } = Y.decodeUpdate(row.update);
    for (const [client, ranges] of ds.clients)
      for (const { clock, len } of ranges)
        add(gone, client, { clock, end: clock + len, voice: voiceOf(row) });
  }
  const copies = new Map<number, Copy[]>();
  for (const { client, clock, length, fromClient, fromClock } of carried)
    add(copies, fromClient, { clock: fromClock, end: fromClock + length, toClient: client, toClock: clock });

  return (client, clock) => {
    let [length, voice]: [number, Voice | null] = [Infinity, null];
    let places = [{ client, clock }];
    // Copies are younger than what they copy, so this comes to an end.
    while (places.length > 0) {
      const next: typeof places = [];
      for (const place of places) {
        const found = covering(gone.get(place.client), place.clock);
        length = Math.min(length, found.length);
        // Deleted again by the update that brought a copy: what counts is the last that went.
        if (found.one && (voice === null || found.one.voice.at >= voice.at)) voice = found.one.voice;
        const copy = covering(copies.get(place.client), place.clock);
        length = Math.min(length, copy.length);
        if (found.one && copy.one)
          next.push({ client: copy.one.toClient, clock: copy.one.toClock + (place.clock - copy.one.clock) });
      }
      places = next;
    }
    return { voice, length: Math.max(1, length) };
  };
}

function add<T>(lists: Map<number, T[]>, client: number, one: T): void {
  const list = lists.get(client);
  if (list) list.push(one);
  else lists.set(client, [one]);
}

/** The first stretch that covers a place, and for how long the answer holds. */
function covering<T extends { clock: number; end: number }>(
  list: readonly T[] | undefined,
  clock: number
): { one: T | null; length: number } {
  let length = Infinity;
  for (const one of list ?? []) {
    if (one.clock <= clock && clock < one.end) return { one, length: Math.min(length, one.end - clock) };
    if (one.clock > clock) length = Math.min(length, one.clock - clock);
  }
  return { one: null, length };
}
