import * as Y from 'yjs';
import { withRepeats } from './carry.server.ts';
import { Problem } from '#lib/kernel/index.ts';
import type { CloseCode } from './protocol.ts';
import { closeCodes } from './protocol.ts';
import type { DocumentKind, DocumentRef } from './index.ts';
import type { Limits } from './limits.server.ts';
import type { LoadedDocument } from './loadDocument.server.ts';
import { mergeAll, type Batch, type Entry, type Taken } from './batch.server.ts';
import { syncFrame } from './frame.server.ts';
import { hold, isTooMuch, toOffer, type Held } from './held.server.ts';
import { Presence, type Shown } from './presence.server.ts';
import { Refusal } from './refusal.server.ts';
import { RecentlyDeleted } from './recentlyDeleted.server.ts';
import { createReplica, type Author, type Replica } from './replica.server.ts';
import { Size } from './size.server.ts';
import { newsOf, type News } from './updateCheck.server.ts';

export { toRows, type Batch, type Entry } from './batch.server.ts';

/** Whether this author may bring so many client ids more now. */
export type IdAllowance = (author: Author, count: number) => boolean;

/** A connection as its room sees it. */
export type Peer = Shown & {
  /** closed by us for what it sent: nothing more of it is looked at */
  isRefused: boolean;
  /** frames that wait for a missing one, oldest first */
  held: Held | null;
  send(frame: Buffer): void;
  /** `frames` more of its update frames are on disk */
  acknowledge(frames: number): void;
  refuse(code: CloseCode, reason: string): void;
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
  #size: Size;
  #allowsIds: IdAllowance;
  #recent = new RecentlyDeleted();

  constructor(
    loaded: LoadedDocument,
    owners: Map<number, Author>,
    options: {
      kind: DocumentKind;
      limits: Limits;
      allowsIds: IdAllowance;
      reload: () => Promise<LoadedDocument>;
    }
  ) {
    this.ref = loaded.ref;
    this.seq = loaded.seq;
    this.snapshotSeq = loaded.snapshotSeq;
    this.#kind = options.kind;
    this.#limits = options.limits;
    this.#allowsIds = options.allowsIds;
    this.#reload = options.reload;
    this.presence = new Presence({
      limits: options.limits,
      ownerOf: (client) => this.#replica.owners.get(client),
      publish: (frame) => this.broadcast(frame)
    });
    this.#replica = this.#replicate(loaded.doc, owners);
    this.#size = new Size(loaded.doc, options.limits);
  }

  #replicate(doc: Y.Doc, owners: Map<number, Author>): Replica {
    const isReserved = (client: number, author: Author) => this.presence.isReserved(client, author);
    return createReplica({
      ...{ doc, owners, kind: this.#kind, limits: this.#limits, isReserved },
      allowsIds: this.#allowsIds,
      recent: this.#recent
    });
  }

  get isIdle(): boolean {
    return this.peers.size === 0 && this.pins === 0 && this.inbox.length === 0 && !this.isBusy;
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

  /** Whether a client's state vector is no longer than honest ones are: the document's own, and some ids of its own. */
  allowsStateVector(length: number): boolean {
    const { stateVectorBytes } = this.#limits;
    return (
      length <= stateVectorBytes || length <= stateVectorBytes + Y.encodeStateVector(this.#replica.doc).length
    );
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
    const hasMoved = this.isBehind || batch.taken.length > 0 || this.seq !== entry.onlyAt;
    if (entry.onlyAt !== undefined && hasMoved) return void entry.settle?.(new Problem('conflict'));
    const peer = entry.from;
    const held = peer?.held ?? null;
    const { doc } = this.#replica;
    let update: Uint8Array | null;
    try {
      update = toOffer(held, entry.update, doc);
    } catch (error) {
      return this.#refuse(entry, error as Refusal);
    }
    if (update === null) return this.#hold(entry, hold(held, entry.update, null, null));
    const offered = this.#replica.offer(entry.author, update, this.#size.isFull(doc));
    if (offered.outcome === 'gap')
      return this.#hold(entry, hold(held, entry.update, update, offered.missing));
    if (offered.outcome === 'refused') {
      this.#refuse(entry, offered.refusal);
      return offered.isSpoilt ? 'spoilt' : undefined;
    }
    if (peer) batch.counts.set(peer, (batch.counts.get(peer) ?? 0) + 1 + (held?.frames ?? 0));
    if (peer) peer.held = null;
    if (entry.settle) batch.settled.push(entry.settle);
    for (const client of offered.bound) batch.bound.push({ client, author: entry.author });
    if (offered.bytes === null) return;
    this.#size.add(offered.bytes.length, offered.deletes);
    batch.taken.push({
      ...entry,
      bytes: offered.bytes,
      carried: withRepeats(offered.carried, entry.repeats)
    });
  }

  #refuse(entry: Entry, refusal: Refusal): undefined {
    entry.from?.refuse(refusal.code, refusal.message);
    entry.settle?.(refusal);
  }

  #hold(entry: Entry, held: Held): undefined {
    const missing = new Refusal(closeCodes.contentRefused, 'depends on edits the server does not have');
    if (!entry.from || isTooMuch(held, this.#limits)) return this.#refuse(entry, missing);
    entry.from.held = held;
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
