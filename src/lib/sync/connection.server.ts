import * as Y from 'yjs';
import type { Clock, Id } from '#lib/kernel/index.ts';
import type { DocumentRights } from './index.ts';
import type { Limits } from './limits.server.ts';
import type { Meter } from './meter.server.ts';
import { createPace } from './pace.server.ts';
import { closeCodes, encodeAck, maxFrameBytes, type CloseCode } from './protocol.ts';
import { deniedFrame, presenceFrame, readFrame } from './frame.server.ts';
import { closeCodeFor, Refusal } from './refusal.server.ts';
import type { Author } from './replica.server.ts';
import type { Peer, Room } from './room.server.ts';
import type { Wire } from './wire.server.ts';

const KEEP_ALIVE = presenceFrame([]);
const NOTHING = new Uint8Array([0, 0]);

export type ConnectionDeps = {
  room: Room;
  rights: DocumentRights;
  /** whose socket this is, shown or not; null for strangers */
  account: Id | null;
  wantsAcks: boolean;
  limits: Limits;
  clock: Clock;
  meter: Meter;
  askRights: () => Promise<DocumentRights>;
  canWrite: () => boolean;
  wake: (room: Room) => void;
  onRefused: (code: CloseCode) => void;
  onClose: (connection: Connection) => void;
};

/** One socket, over whatever wire, in one room: reads frames at an honest pace and hands them on; answers with frames. */
export class Connection implements Peer {
  presenceClient: number | null = null;
  isRefused = false;
  held: Peer['held'] = null;
  rights: DocumentRights;
  readonly room: Room;

  #wire: Wire;
  #deps: ConnectionDeps;
  #stored = 0;
  #lastSeen = performance.now();
  #lastSent = performance.now();
  #lastPing = performance.now();
  #lastAsked = performance.now();
  #isAsking = false;
  #askAgain = false;
  #wasWriter = false;
  #unread: Buffer[] = [];
  #pauses = 0;
  #frames: ReturnType<typeof createPace>;
  #bytes: ReturnType<typeof createPace>;
  #joins: ReturnType<typeof createPace>;

  constructor(wire: Wire, deps: ConnectionDeps) {
    this.#wire = wire;
    this.#deps = deps;
    this.room = deps.room;
    this.rights = deps.rights;
    const { limits } = deps;
    this.#frames = createPace(limits.framesPerSecond, limits.frameBurst);
    this.#bytes = createPace(limits.bytesPerMinute / 60, limits.bytesPerMinute);
    this.#joins = createPace(limits.joinsPerMinute / 60, limits.joinBurst);
    wire.listen({
      frame: (data, isBinary) => this.#receive(data, isBinary),
      alive: () => (this.#lastSeen = performance.now()),
      closed: (code) => this.#closed(code)
    });
  }

  get person() {
    return this.rights.person;
  }

  get account() {
    return this.#deps.account;
  }

  get canWrite(): boolean {
    return this.rights.level === 'write' && this.rights.person !== null;
  }

  /** First words: what do you have, and who is here. Who waits for acknowledgements hears first if none will come. */
  welcome(): void {
    this.room.peers.add(this);
    if (this.#deps.wantsAcks && !this.canWrite) this.send(deniedFrame('read-only'));
    this.send(this.room.askFrame());
    const shown = this.room.presence.frame();
    if (shown) this.send(shown);
  }

  send(frame: Buffer): void {
    if (!this.#wire.isOpen) return;
    if (this.#wire.unsentBytes > this.#deps.limits.bufferedBytes) {
      this.#deps.meter.slow();
      // No goodbye: it would wait behind everything this reader has not read.
      return this.#wire.terminate();
    }
    this.#lastSent = performance.now();
    this.#wire.send(frame);
  }

  acknowledge(frames: number): void {
    this.#stored += frames;
    if (this.#deps.wantsAcks) this.send(Buffer.from(encodeAck(this.#stored)));
  }

  refuse(code: CloseCode, reason: string): void {
    if (this.isRefused) return;
    this.isRefused = true;
    this.held = null;
    this.#unread = [];
    this.#deps.meter.refused(code);
    this.#deps.onRefused(code);
    this.#leave();
    this.#wire.close(code, reason);
  }

  terminate(): void {
    this.#wire.terminate();
  }

  #closed(code: number): void {
    if (code >= 4400 && !this.isRefused) this.#deps.meter.refused(code);
    this.#leave();
    this.#deps.onClose(this);
  }

  #leave(): void {
    this.room.peers.delete(this);
    this.room.presence.leave(this);
  }

  #receive(data: Buffer, isBinary: boolean): void {
    this.#lastSeen = performance.now();
    if (this.isRefused) return;
    if (!isBinary) return this.refuse(closeCodes.malformed, 'text frames are not spoken here');
    if (data.length > maxFrameBytes) return this.refuse(closeCodes.tooLarge, 'frame too large');
    this.#rest(Math.max(this.#frames.take(1), this.#bytes.take(data.length)));
    // Until the new rights are known, nothing is decided by the old ones.
    if (this.#isAsking) this.#unread.push(data);
    else this.#handle(data);
  }

  // Slowing down is done by not reading: the wire tells the sender, nothing is dropped.
  #rest(ms: number): void {
    if (ms <= 0) return;
    this.#pause();
    setTimeout(() => this.#resume(), ms);
  }

  #pause(): void {
    if (this.#pauses++ === 0 && !this.isRefused) this.#wire.pause();
  }

  #resume(): void {
    if (--this.#pauses === 0 && !this.isRefused) this.#wire.resume();
  }

  #handle(data: Buffer): void {
    try {
      const message = readFrame(data);
      if (message.type === 'update') this.#receiveUpdate(message.update, message.isStep2);
      else if (message.type === 'step1') this.#receiveStep1(message.stateVector);
      else if (message.type === 'presence') {
        if (this.canWrite) this.room.presence.receive(this, message.bytes);
      } else {
        const shown = this.room.presence.frame();
        if (shown) this.send(shown);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refuse(error.code, error.message);
    }
  }

  #receiveStep1(stateVector: Uint8Array): void {
    if (!this.room.allowsStateVector(stateVector.length))
      throw new Refusal(closeCodes.tooLarge, 'state vector too large');
    try {
      Y.decodeStateVector(stateVector);
    } catch {
      throw new Refusal(closeCodes.malformed, 'not a state vector');
    }
    this.#rest(this.#joins.take(1));
    this.room.join(this, stateVector);
  }

  #receiveUpdate(update: Uint8Array, isStep2: boolean): void {
    if (!this.canWrite) return this.#receiveFromReader(update, isStep2);
    if (!this.#deps.canWrite()) throw new Refusal(closeCodes.tryLater, 'not saving now');
    const { id, affiliation } = this.rights.person!;
    this.#queue(update, id, JSON.stringify(affiliation));
  }

  #queue(update: Uint8Array, author: Author, affiliation: string | null): void {
    this.room.inbox.push({ update, author, affiliation, at: this.#deps.clock(), from: this });
    this.#deps.wake(this.room);
  }

  // Stock clients answer SyncStep1 unasked and repeat clean-ups they made themselves: silence is the right answer.
  // Who waits for acknowledgements is never left waiting: refused, or counted, since all of it is in the document.
  #receiveFromReader(update: Uint8Array, isStep2: boolean): void {
    const { wantsAcks } = this.#deps;
    if (isStep2 && !wantsAcks && !this.#wasWriter) return;
    const news = this.room.newsOf(update);
    const triesToWrite = wantsAcks ? news === 'deletesLiving' : this.#wasWriter && !isStep2;
    if (news === 'inserts' || triesToWrite) throw new Refusal(closeCodes.forbidden, 'may read, not write');
    // By way of the inbox: what is known may be under way, and frames from before may still wait there.
    if (wantsAcks) this.#queue(NOTHING, 'system', null);
  }

  /** Asks again what this socket may do; frames wait meanwhile. */
  async recheck(): Promise<void> {
    this.#askAgain = this.#isAsking;
    if (this.#isAsking || this.isRefused) return;
    this.#isAsking = true;
    this.#lastAsked = performance.now();
    this.#pause();
    try {
      do {
        this.#askAgain = false;
        this.#settle(await this.#deps.askRights());
      } while (this.#askAgain);
    } catch (error) {
      this.refuse(closeCodeFor(error), 'rights changed');
    }
    this.#isAsking = false;
    this.#resume();
    for (const data of this.#unread.splice(0)) if (!this.isRefused) this.#handle(data);
  }

  #settle(rights: DocumentRights): void {
    const couldWrite = this.canWrite;
    const isOther = this.rights.person?.id !== rights.person?.id;
    this.rights = rights;
    if (rights.level === 'none') return this.refuse(closeCodes.forbidden, 'no right to this document');
    if (isOther || !this.canWrite) this.room.presence.leave(this);
    else this.room.presence.renew(this);
    if (couldWrite && !this.canWrite) {
      // What waits for a missing frame will not be stored now; in silence it would shift the count of the others.
      if (this.held) return this.refuse(closeCodes.forbidden, 'may read, not write');
      this.#wasWriter = true;
      this.send(deniedFrame('read-only'));
    }
    if (!couldWrite && this.canWrite) this.refuse(closeCodes.rejoin, 'may write now');
  }

  /** Keeps the line alive and ends it when it is dead or has waited too long for a missing frame. */
  tick(now: number): void {
    const { limits } = this.#deps;
    if (now - this.#lastSeen > limits.deadMs && this.#pauses === 0) return this.terminate();
    if (this.held && !this.canWrite) return this.refuse(closeCodes.forbidden, 'may read, not write');
    if (this.held && now - this.held.since > limits.heldMs)
      return this.refuse(closeCodes.contentRefused, 'depends on edits that never came');
    if (now - this.#lastAsked > limits.recheckMs) void this.recheck();
    if (now - this.#lastSent > limits.pingMs) this.send(KEEP_ALIVE);
    if (now - this.#lastPing > limits.pingMs && this.#wire.isOpen) {
      this.#lastPing = now;
      this.#wire.ping();
    }
  }
}
