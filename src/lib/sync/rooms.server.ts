import { Problem, type Clock, type Id, type Rows, type Write } from '#lib/kernel/index.ts';
import { createCommitter, type Committer } from './committer.server.ts';
import { compact } from './compaction.server.ts';
import { findHead, listBindings, listUpdates } from './documentStore.server.ts';
import type { Log } from './index.server.ts';
import type { DocumentKind } from './index.ts';
import type { Limits } from './limits.server.ts';
import { loadDocument, UnreadableDocumentError } from './loadDocument.server.ts';
import type { Meter } from './meter.server.ts';
import { closeCodes } from './protocol.ts';
import { Refusal } from './refusal.server.ts';
import { Room } from './room.server.ts';

/** The documents in memory: each loaded once, shared, and let go a little after the last use. */
export type Rooms = {
  /**
   * @throws Problem `not_found`
   * @throws Refusal `unreadable` for a damaged document
   */
  open(id: Id): Promise<Room>;
  /** The room if it is in memory and ready. */
  find(id: Id): Room | undefined;
  /** Call after a socket or append has let go of a room. */
  release(room: Room): void;
  /** Something was committed to this document, by us or by others. */
  changed(id: Id): void;
  readonly committer: Committer;
  readonly size: number;
  all(): Room[];
  stop(): void;
};

type Slot = {
  opening: Promise<Room>;
  room?: Room;
  isStale: boolean;
  isCompacting?: boolean;
  timer?: NodeJS.Timeout;
};

export function createRooms(deps: {
  read: Rows;
  write: Write;
  clock: Clock;
  log: Log;
  limits: Limits;
  meter: Meter;
  kindOf: (name: string) => DocumentKind;
  onWritable: (canWrite: boolean) => void;
}): Rooms {
  const { read, log, limits, kindOf } = deps;
  const slots = new Map<Id, Slot>();
  const quarantined = new Map<Id, number>();
  const committer = createCommitter({ ...deps, catchUp });

  function open(id: Id): Promise<Room> {
    const known = slots.get(id);
    if (known && !known.room?.isEnded) {
      clearTimeout(known.timer);
      return known.opening;
    }
    const slot: Slot = { opening: load(id), isStale: false };
    slots.set(id, slot);
    slot.opening.then(
      (room) => {
        slot.room = room;
        room.isBehind = slot.isStale;
        if (slot.isStale) committer.wake(room);
      },
      () => {
        if (slots.get(id) === slot) slots.delete(id);
      }
    );
    return slot.opening;
  }

  async function load(id: Id): Promise<Room> {
    if ((quarantined.get(id) ?? 0) > performance.now())
      throw new Refusal(closeCodes.unreadable, 'unreadable');
    const loaded = await reload(id);
    const owners = await listBindings(read, loaded.ref);
    const kind = kindOf(loaded.ref.kind);
    return new Room(loaded, owners, { kind, limits, reload: () => reload(id) });
  }

  async function reload(id: Id) {
    try {
      const loaded = await loadDocument(read, id, kindOf);
      if (loaded) return loaded;
    } catch (error) {
      if (!(error instanceof UnreadableDocumentError)) throw error;
      log.error({ err: error, document: id }, 'a stored document is damaged and stays closed');
      // Looked at again once a minute, in case an operator has mended it.
      quarantined.set(id, performance.now() + 60_000);
      throw new Refusal(closeCodes.unreadable, 'unreadable');
    }
    throw new Problem('not_found');
  }

  async function catchUp(room: Room): Promise<void> {
    room.isBehind = false;
    const head = await findHead(read, room.ref.id);
    if (!head || head.ref.epoch !== room.ref.epoch)
      return end(room, closeCodes.epochEnded, new Problem('document_epoch_ended'));
    const rows = await listUpdates(read, room.ref, room.seq);
    room.adopt(rows, await listBindings(read, room.ref));
  }

  function end(room: Room, code: typeof closeCodes.epochEnded, error: Error): void {
    forget(room);
    room.end(code, 'a new epoch has begun', error);
  }

  function changed(id: Id): void {
    const slot = slots.get(id);
    if (!slot) return;
    const { room } = slot;
    if (!room) slot.isStale = true;
    else if (room.isBusy) {
      room.noticed++;
      if (room.seq - room.snapshotSeq >= limits.snapshotRows) compactSoon(slot, room);
    } else {
      // We only commit during turns, so somebody else did.
      room.isBehind = true;
      committer.wake(room);
    }
  }

  // Some way off the edits that made it necessary, and not for all documents in the same second.
  function compactSoon(slot: Slot, room: Room): void {
    if (slot.isCompacting) return;
    slot.isCompacting = true;
    setTimeout(
      () => void compactNow(room).finally(() => (slot.isCompacting = false)),
      500 + Math.random() * 2000
    ).unref();
  }

  async function compactNow(room: Room): Promise<void> {
    try {
      room.snapshotSeq = await compact({ ...deps, id: room.ref.id });
    } catch (error) {
      log.error({ err: error, document: room.ref.id }, 'a document could not be compacted');
    }
  }

  function forget(room: Room): void {
    const slot = slots.get(room.ref.id);
    if (slot?.room !== room) return;
    clearTimeout(slot.timer);
    slots.delete(room.ref.id);
  }

  function release(room: Room): void {
    const slot = slots.get(room.ref.id);
    if (slot?.room !== room) return;
    if (room.isEnded) return forget(room);
    clearTimeout(slot.timer);
    slot.timer = setTimeout(() => leave(slot, room), limits.lingerMs);
    slot.timer.unref();
  }

  function leave(slot: Slot, room: Room): void {
    if (slots.get(room.ref.id) !== slot) return;
    if (!room.isIdle && !room.isEnded) return release(room);
    forget(room);
    room.end(closeCodes.restarting, 'nobody is here');
    if (room.seq - room.snapshotSeq >= limits.snapshotRows) void compactNow(room);
  }

  return {
    open,
    find: (id) => slots.get(id)?.room,
    release,
    changed,
    committer,
    get size() {
      return slots.size;
    },
    all: () => [...slots.values()].flatMap((slot) => (slot.room ? [slot.room] : [])),
    stop() {
      committer.stop();
      for (const slot of slots.values()) clearTimeout(slot.timer);
    }
  };
}
