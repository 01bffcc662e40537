import { Problem, type Id, type Rows } from '#lib/kernel/index.ts';
import { Committer, type CommitterDeps } from './committer.server.ts';
import { compact } from './compaction.server.ts';
import { findHead, listBindings, listUpdates } from './documentStore.server.ts';
import type { DocumentKind } from './index.ts';
import { loadDocument, UnreadableDocumentError, type LoadedDocument } from './loadDocument.server.ts';
import { createBudget, type Budget } from './pace.server.ts';
import { closeCodes } from './protocol.ts';
import { Refusal } from './refusal.server.ts';
import { Room } from './room.server.ts';

export type RoomsDeps = Omit<CommitterDeps, 'catchUp'> & {
  read: Rows;
  kindOf: (name: string) => DocumentKind;
};

type Slot = {
  opening: Promise<Room>;
  room?: Room;
  isStale: boolean;
  isCompacting?: boolean;
  timer?: NodeJS.Timeout;
};

/** The documents in memory: each loaded once, shared, and let go a little after the last use. */
export class Rooms {
  readonly committer: Committer;
  #deps: RoomsDeps;
  #slots = new Map<Id, Slot>();
  #quarantined = new Map<Id, number>();
  #ids: Budget;

  constructor(deps: RoomsDeps) {
    this.#deps = deps;
    this.#ids = createBudget(deps.limits.idsPerHour, 3_600_000);
    this.committer = new Committer({ ...deps, catchUp: (room) => this.#catchUp(room) });
  }

  get size(): number {
    return this.#slots.size;
  }

  all(): Room[] {
    return [...this.#slots.values()].flatMap((slot) => (slot.room ? [slot.room] : []));
  }

  /**
   * @throws Problem `not_found`
   * @throws Refusal `unreadable` for a damaged document
   */
  open(id: Id): Promise<Room> {
    const known = this.#slots.get(id);
    if (known && !known.room?.isEnded) {
      clearTimeout(known.timer);
      return known.opening;
    }
    const slot: Slot = { opening: this.#load(id), isStale: false };
    this.#slots.set(id, slot);
    slot.opening.then(
      (room) => {
        slot.room = room;
        room.isBehind = slot.isStale;
        if (slot.isStale) this.committer.wake(room);
      },
      () => {
        if (this.#slots.get(id) === slot) this.#slots.delete(id);
      }
    );
    return slot.opening;
  }

  async #load(id: Id): Promise<Room> {
    const { read, kindOf, limits } = this.#deps;
    if ((this.#quarantined.get(id) ?? 0) > performance.now())
      throw new Refusal(closeCodes.unreadable, 'unreadable');
    const loaded = await this.#reload(id);
    const owners = await listBindings(read, loaded.ref);
    return new Room(loaded, owners, {
      kind: kindOf(loaded.ref.kind),
      limits,
      allowsIds: (author, count) => this.#ids.allows(author, count),
      reload: () => this.#reload(id)
    });
  }

  async #reload(id: Id): Promise<LoadedDocument> {
    try {
      const loaded = await loadDocument(this.#deps.read, id, this.#deps.kindOf);
      if (loaded) return loaded;
    } catch (error) {
      if (!(error instanceof UnreadableDocumentError)) throw error;
      this.#deps.log.error({ err: error, document: id }, 'a stored document is damaged and stays closed');
      // Looked at again once a minute, in case an operator has mended it.
      this.#quarantined.set(id, performance.now() + 60_000);
      throw new Refusal(closeCodes.unreadable, 'unreadable');
    }
    throw new Problem('not_found');
  }

  async #catchUp(room: Room): Promise<void> {
    const { read } = this.#deps;
    room.isBehind = false;
    const head = await findHead(read, room.ref.id);
    if (!head || head.ref.epoch !== room.ref.epoch) {
      this.#forget(room);
      return room.end(closeCodes.epochEnded, 'a new epoch has begun', new Problem('document_epoch_ended'));
    }
    const rows = await listUpdates(read, room.ref, room.seq);
    room.adopt(rows, await listBindings(read, room.ref));
  }

  /** Something was committed to this document, by us or by others. */
  changed(id: Id): void {
    const slot = this.#slots.get(id);
    if (!slot) return;
    const { room } = slot;
    if (!room) slot.isStale = true;
    else if (room.isBusy) {
      room.noticed++;
      if (room.seq - room.snapshotSeq >= this.#deps.limits.snapshotRows) this.#compactSoon(slot, room);
    } else {
      // We only commit during turns, so somebody else did.
      room.isBehind = true;
      this.committer.wake(room);
    }
  }

  // Some way off the edits that made it necessary, and not for all documents in the same second.
  #compactSoon(slot: Slot, room: Room): void {
    if (slot.isCompacting) return;
    slot.isCompacting = true;
    const done = () => (slot.isCompacting = false);
    setTimeout(() => void this.#compactNow(room).finally(done), 500 + Math.random() * 2000).unref();
  }

  async #compactNow(room: Room): Promise<void> {
    try {
      room.snapshotSeq = await compact({ ...this.#deps, id: room.ref.id });
    } catch (error) {
      this.#deps.log.error({ err: error, document: room.ref.id }, 'a document could not be compacted');
    }
  }

  /** Call after a socket or append has let go of a room. */
  release(room: Room): void {
    const slot = this.#slots.get(room.ref.id);
    if (slot?.room !== room) return;
    if (room.isEnded) return this.#forget(room);
    clearTimeout(slot.timer);
    slot.timer = setTimeout(() => this.#leave(room), this.#deps.limits.lingerMs);
    slot.timer.unref();
  }

  #leave(room: Room): void {
    if (this.#slots.get(room.ref.id)?.room !== room) return;
    if (!room.isIdle && !room.isEnded) return this.release(room);
    this.#forget(room);
    room.end(closeCodes.restarting, 'nobody is here');
    if (room.seq - room.snapshotSeq >= this.#deps.limits.snapshotRows) void this.#compactNow(room);
  }

  #forget(room: Room): void {
    const slot = this.#slots.get(room.ref.id);
    if (slot?.room !== room) return;
    clearTimeout(slot.timer);
    this.#slots.delete(room.ref.id);
  }

  /** Ends everything in memory; what was committed is in the store. */
  stop(): void {
    this.committer.stop();
    for (const slot of this.#slots.values()) clearTimeout(slot.timer);
    for (const room of this.all()) room.end(closeCodes.restarting, 'the server restarts');
  }
}
