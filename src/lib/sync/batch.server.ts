import * as Y from 'yjs';
import type { Carried } from './carry.server.ts';
import type { NewUpdate } from './documentStore.server.ts';
import type { Author } from './replica.server.ts';
import type { Peer, Room } from './room.server.ts';

/** An update on its way to the log. `settle` hears the end of it when it did not come from a socket. */
export type Entry = {
  update: Uint8Array;
  author: Author;
  affiliation: string | null;
  at: number;
  from: Peer | null;
  /** take it only while the document stands at this sequence */
  onlyAt?: number;
  /** which of its words repeat earlier ones, as our own code says; never from a client */
  repeats?: readonly Carried[];
  settle?: (end: { seq: number } | Error) => void;
};

/** An update that was taken; `bytes` is our own encoding of what was integrated. */
export type Taken = Entry & { bytes: Uint8Array; carried: readonly Carried[] };

/** What one turn took from a room's inbox: to be committed whole, then acknowledged and relayed. */
export type Batch = {
  room: Room;
  taken: Taken[];
  bound: { client: number; author: Author }[];
  counts: Map<Peer, number>;
  settled: ((end: { seq: number } | Error) => void)[];
};

/** @returns the rows of a batch: one per contiguous run of the same author under the same affiliation */
export function toRows(taken: readonly Taken[]): NewUpdate[] {
  const runs: Taken[][] = [];
  for (const entry of taken) {
    const run = runs.at(-1);
    const isSame = run?.[0]!.author === entry.author && run[0]!.affiliation === entry.affiliation;
    if (isSame) run!.push(entry);
    else runs.push([entry]);
  }
  return runs.map((run) => {
    const { author, affiliation } = run[0]!;
    return { update: mergeAll(run.map((entry) => entry.bytes)), author, affiliation, at: run.at(-1)!.at };
  });
}

/** @returns one update that says what these say together */
export function mergeAll(updates: Uint8Array[]): Uint8Array {
  return updates.length === 1 ? updates[0]! : Y.mergeUpdates(updates);
}
