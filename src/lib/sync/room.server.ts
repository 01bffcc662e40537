import * as Y from 'yjs';
import type { CloseCode } from './protocol.ts';
import { closeCodes } from './protocol.ts';
import type { DocumentKind, DocumentRef } from './index.ts';
import type { Limits } from './limits.server.ts';
import type { LoadedDocument } from './loadDocument.server.ts';
import type { NewUpdate } from './documentStore.server.ts';
import { syncFrame } from './frame.server.ts';
import { Presence, type Shown } from './presence.server.ts';
import { Refusal } from './refusal.server.ts';
import { createReplica, type Author, type Replica } from './replica.server.ts';
import { newsOf, type News } from './updateCheck.server.ts';

/** A connection as its room sees it. */
export type Peer = Shown & {
  /** closed by us for what it sent: nothing more of it is looked at */
  isRefused: boolean;
  /** frames that wait for a missing one, oldest first */
  held: { updates: Uint8Array[]; bytes: number; since: number } | null;
  send(frame: Buffer): void;
  /** `frames` more of its update frames are on disk */
  acknowledge(frames: number): void;
  refuse(code: CloseCode, reason: string): void;
};

/** An update on its way to the log. `settle` hears the end of it when it did not come from a socket. */
export type Entry = {
  update: Uint8Array;
  author: Author;
  affiliation: string | null;
  at: number;
  from: Peer | null;
  settle?: (end: { seq: number } | Error) => void;
};

type Taken = Entry & { bytes: Uint8Array };

/** What one turn took from a room's inbox: to be committed whole, then acknowledged and relayed. */
export type Batch = {
  room: Room;
  taken: Taken[];
  bound: { client: number; author: Author }[];
  counts: Map<Peer, number>;
  settled: ((end: { seq: number } | Error) => void)[];
};

/**
 * One document in memory. Between turns its Y.Doc is exactly what is committed; during a turn it also holds the frames
 * under way, and nobody is shown it.
 */
export class Room {
  readonly ref: DocumentRef;
  readonly peers = new Set<Peer>();
  readonly presence: Presence;
  seq: number;
  snapshotSeq: number;
  /** uses besides sockets: appends under way */
  pins = 0;
  isBusy = false;
  isEnded = false;
  /** rows were committed by somebody else; read them at the next turn */
  isBehind = false;
  /** notices of commits to this document heard during the turn; our own is one of them */
  noticed = 0;
  inbox: Entry[] = [];

  #replica: Replica;
  #kind: DocumentKind;
  #limits: Limits;
  #reload: () => Promise<LoadedDocument>;
  #waitingJoins: { peer: Peer; stateVector: Uint8Array }[] = [];
  #answers = new Map<string, Buffer>();
  #size: number;

  constructor(
    loaded: LoadedDocument,
    owners: Map<number, Author>,
    options: { kind: DocumentKind; limits: Limits; reload: () => Promise<LoadedDocument> }
  ) {
    this.ref = loaded.ref;
    this.seq = loaded.seq;
    this.snapshotSeq = loaded.snapshotSeq;
    this.#kind = options.kind;
    this.#limits = options.limits;
    this.#reload = options.reload;
    this.presence = new Presence({
      limits: options.limits,
      ownerOf: (client) => this.#replica.owners.get(client),
      publish: (frame) => this.broadcast(frame)
    });
    this.#replica = this.#replicate(loaded.doc, owners);
    this.#size = Y.encodeStateAsUpdate(loaded.doc).length;
  }

  #replicate(doc: Y.Doc, owners: Map<number, Author>): Replica {
    const isReserved = (client: number, author: Author) => this.presence.isReserved(client, author);
    return createReplica({ doc, owners, kind: this.#kind, limits: this.#limits, isReserved });
  }

  get isIdle(): boolean {
    return this.peers.size === 0 && this.pins === 0 && this.inbox.length === 0 && !this.isBusy;
  }

  /** How far a client's content is known here, uncommitted frames included. */
  clockOf(client: number): number {
    return Y.getState(this.#replica.doc.store, client);
  }

  /**
   * What this update would change here, uncommitted frames included.
   * @throws Refusal `malformed`
   */
  newsOf(update: Uint8Array): News {
    return newsOf(update, this.#replica.doc);
  }

  /** The state vector of what is known; asks a client for the rest. */
  askFrame(): Buffer {
    return syncFrame('step1', Y.encodeStateVector(this.#replica.doc));
  }

  /** Sends what the client lacks of the committed document, after the turn that may be under way. */
  join(peer: Peer, stateVector: Uint8Array): void {
    if (this.isBusy) this.#waitingJoins.push({ peer, stateVector });
    else peer.send(this.#answer(stateVector));
  }

  #answer(stateVector: Uint8Array): Buffer {
    const key = Buffer.from(stateVector).toString('latin1');
    const known = this.#answers.get(key);
    if (known) return known;
    const frame = syncFrame('step2', Y.encodeStateAsUpdate(this.#replica.doc, stateVector));
    // After a restart many clients ask with the same vector; few others repeat.
    if (this.#answers.size >= 16) this.#answers.clear();
    this.#answers.set(key, frame);
    return frame;
  }

  broadcast(frame: Buffer): void {
    for (const peer of this.peers) peer.send(frame);
  }

  /** Begins a turn: checks and applies what has arrived, until the inbox is empty or `deadline` (performance.now). */
  async prepare(deadline: number): Promise<Batch> {
    this.isBusy = true;
    this.noticed = 0;
    const batch: Batch = { room: this, taken: [], bound: [], counts: new Map(), settled: [] };
    let at = 0;
    while (at < this.inbox.length && (at === 0 || performance.now() < deadline)) {
      const entry = this.inbox[at++]!;
      if (entry.from?.isRefused) continue;
      if (this.#take(entry, batch) === 'spoilt') await this.#rebuild(batch);
    }
    this.inbox = this.inbox.slice(at);
    return batch;
  }

  #take(entry: Entry, batch: Batch): 'spoilt' | undefined {
    const peer = entry.from;
    const update = peer?.held ? mergeHeld(peer.held.updates, entry.update) : entry.update;
    const offered = this.#isFull(update) ? full : this.#replica.offer(entry.author, update);
    if (offered.outcome === 'refused') {
      const { code, message } = offered.refusal;
      peer?.refuse(code, message);
      entry.settle?.(offered.refusal);
      return offered.isSpoilt ? 'spoilt' : undefined;
    }
    if (offered.outcome === 'gap') return this.#hold(entry);
    if (peer) batch.counts.set(peer, (batch.counts.get(peer) ?? 0) + 1 + (peer.held?.updates.length ?? 0));
    if (peer) peer.held = null;
    if (entry.settle) batch.settled.push(entry.settle);
    for (const client of offered.bound) batch.bound.push({ client, author: entry.author });
    if (offered.bytes === null) return;
    this.#size += offered.bytes.length;
    batch.taken.push({ ...entry, bytes: offered.bytes });
  }

  #hold(entry: Entry): undefined {
    const peer = entry.from;
    const missing = new Refusal(closeCodes.contentRefused, 'depends on edits the server does not have');
    if (!peer) return entry.settle?.(missing) as undefined;
    peer.held ??= { updates: [], bytes: 0, since: performance.now() };
    peer.held.updates.push(entry.update);
    peer.held.bytes += entry.update.length;
    if (peer.held.bytes > this.#limits.heldBytes) peer.refuse(missing.code, missing.message);
  }

  // Deletions are always welcome; the size is only measured when the sum of what came says it might be too much.
  #isFull(update: Uint8Array): boolean {
    if (this.#size <= this.#limits.documentBytes) return false;
    this.#size = Y.encodeStateAsUpdate(this.#replica.doc).length;
    return this.#size > this.#limits.documentBytes && update.length > 64;
  }

  async #rebuild(batch: Batch): Promise<void> {
    const owners = this.#replica.owners as Map<number, Author>;
    this.#replica.destroy();
    const { doc } = await this.#reload();
    for (const { bytes } of batch.taken) Y.applyUpdate(doc, bytes);
    this.#replica = this.#replicate(doc, owners);
  }

  /** Takes over rows that others committed, and tells the sockets. */
  adopt(rows: readonly { seq: number; update: Uint8Array }[], owners: ReadonlyMap<number, Author>): void {
    for (const [client, author] of owners) (this.#replica.owners as Map<number, Author>).set(client, author);
    for (const { update } of rows) Y.applyUpdate(this.#replica.doc, update);
    this.seq = rows.at(-1)?.seq ?? this.seq;
    this.#answers.clear();
    if (rows.length > 0 && this.peers.size > 0)
      this.broadcast(syncFrame('update', mergeAll(rows.map((row) => row.update))));
  }

  /** Ends a turn whose batch is on disk: acknowledge, relay, then answer those who joined meanwhile. */
  finish(batch: Batch, seq: number): void {
    if (batch.taken.length > 0) {
      // While behind, the position stays, so that the rows in between are read next.
      if (!this.isBehind) this.seq = seq;
      this.#answers.clear();
    }
    for (const [peer, frames] of batch.counts) peer.acknowledge(frames);
    this.#relay(batch.taken);
    this.isBusy = false;
    for (const { peer, stateVector } of this.#waitingJoins.splice(0)) peer.send(this.#answer(stateVector));
    for (const settle of batch.settled) settle({ seq });
  }

  #relay(taken: readonly Taken[]): void {
    if (taken.length === 0) return;
    const senders = new Set(taken.map((entry) => entry.from));
    let shared: Buffer | null = null;
    for (const peer of this.peers) {
      if (!senders.has(peer)) {
        shared ??= syncFrame('update', mergeAll(taken.map((entry) => entry.bytes)));
        peer.send(shared);
        continue;
      }
      const others = taken.filter((entry) => entry.from !== peer);
      if (others.length > 0) peer.send(syncFrame('update', mergeAll(others.map((entry) => entry.bytes))));
    }
  }

  /** Throws away what is in memory; whoever is connected is told with this code. */
  end(code: CloseCode, reason: string, error?: Error): void {
    if (this.isEnded) return;
    this.isEnded = true;
    for (const entry of this.inbox) entry.settle?.(error ?? new Refusal(code, reason));
    this.inbox = [];
    for (const peer of [...this.peers]) peer.refuse(code, reason);
    this.presence.stop();
    this.#replica.destroy();
  }
}

const full = {
  outcome: 'refused',
  refusal: new Refusal(closeCodes.tooLarge, 'the document is full'),
  isSpoilt: false
} as const;

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

function mergeAll(updates: Uint8Array[]): Uint8Array {
  return updates.length === 1 ? updates[0]! : Y.mergeUpdates(updates);
}

// What cannot be merged is offered alone, and refused there with its own reason.
function mergeHeld(held: readonly Uint8Array[], update: Uint8Array): Uint8Array {
  try {
    Y.decodeUpdate(update);
    return Y.mergeUpdates([...held, update]);
  } catch {
    return update;
  }
}
