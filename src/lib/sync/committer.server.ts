import { Problem, type Clock, type Unit, type Write } from '#lib/kernel/index.ts';
import { insertCarried } from './carryStore.server.ts';
import { appendUpdates, insertBindings, probeWrite } from './documentStore.server.ts';
import type { Limits } from './limits.server.ts';
import { closeCodes } from './protocol.ts';
import { toRows, type Batch, type Room } from './room.server.ts';
import type { Log } from './index.server.ts';
import type { Meter } from './meter.server.ts';

type Committed = { batch: Batch; seq: number | null; count: number };

export type CommitterDeps = {
  write: Write;
  clock: Clock;
  limits: Limits;
  log: Log;
  meter: Meter;
  /** reads rows that others committed into a room between two turns */
  catchUp: (room: Room) => Promise<void>;
  onWritable: (canWrite: boolean) => void;
};

/** Commits what all rooms have taken, together, one turn after the other. */
export class Committer {
  #deps: CommitterDeps;
  #waiting = new Set<Room>();
  #timer: NodeJS.Timeout | null = null;
  #turn: Promise<void> | null = null;
  #canWrite = true;
  #isStopped = false;
  #idleListeners: (() => void)[] = [];

  constructor(deps: CommitterDeps) {
    this.#deps = deps;
  }

  /** false while the disk refuses writes; then nobody may write */
  get canWrite(): boolean {
    return this.#canWrite;
  }

  /** Something waits in this room's inbox (or it is behind the log). */
  wake(room: Room): void {
    if (room.isEnded) return;
    this.#waiting.add(room);
    // A turn under way takes the next ones along when it ends.
    if (!this.#turn) this.#timer ??= setTimeout(() => this.#start(), this.#deps.limits.gatherMs);
  }

  /** Resolves when nothing waits any more. */
  idle(): Promise<void> {
    if (!this.#turn && !this.#timer && this.#waiting.size === 0) return Promise.resolve();
    return new Promise((resolve) => void this.#idleListeners.push(resolve));
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#idleListeners = [];
  }

  #start(): void {
    this.#timer = null;
    this.#turn = this.#runTurn()
      .catch((error: unknown) => this.#deps.log.error({ err: error }, 'a turn of the sync server failed'))
      .then(() => {
        this.#turn = null;
        if (this.#waiting.size > 0) this.#timer ??= setTimeout(() => this.#start(), 0);
        else for (const listener of this.#idleListeners.splice(0)) listener();
      });
  }

  async #runTurn(): Promise<void> {
    const rooms = [...this.#waiting];
    this.#waiting.clear();
    const deadline = performance.now() + this.#deps.limits.turnMs;
    const batches: Batch[] = [];
    for (const room of rooms) {
      if (room.isEnded) continue;
      const batch = await this.#prepare(room, deadline);
      if (batch) batches.push(batch);
      if (room.inbox.length > 0) this.#waiting.add(room);
    }
    for (const done of await this.#commit(batches)) this.#finish(done);
  }

  async #prepare(room: Room, deadline: number): Promise<Batch | null> {
    try {
      if (room.isBehind) await this.#deps.catchUp(room);
      return room.isEnded ? null : await room.prepare(deadline);
    } catch (error) {
      this.#deps.log.error({ err: error, document: room.ref.id }, 'a document cannot be rebuilt');
      room.end(closeCodes.tryLater, 'cannot be read now');
      return null;
    }
  }

  async #commit(batches: readonly Batch[]): Promise<Committed[]> {
    const full = batches.filter((batch) => batch.taken.length > 0);
    const empty = batches.filter((batch) => batch.taken.length === 0);
    const done: Committed[] = empty.map((batch) => ({ batch, seq: batch.room.seq, count: 0 }));
    if (full.length === 0) return done;
    const started = performance.now();
    try {
      done.push(...(await this.#deps.write((unit) => this.#store(unit, full))));
      const updates = full.reduce((sum, batch) => sum + batch.taken.length, 0);
      this.#deps.meter.committed(performance.now() - started, updates);
    } catch (error) {
      this.#failed(full, error);
    }
    return done;
  }

  async #store(unit: Unit, batches: readonly Batch[]): Promise<Committed[]> {
    const done: Committed[] = [];
    for (const batch of batches) {
      const { ref } = batch.room;
      const rows = toRows(batch.taken);
      const seq = await appendUpdates(unit, ref, rows);
      if (seq !== null) {
        await insertBindings(unit, ref, batch.bound, this.#deps.clock());
        await insertCarried(
          unit,
          ref,
          batch.taken.flatMap(({ carried }) => carried)
        );
        unit.announce({ kind: 'document', document: ref.id, seq });
      }
      done.push({ batch, seq, count: rows.length });
    }
    return done;
  }

  #finish({ batch, seq, count }: Committed): void {
    const { room } = batch;
    if (seq === null) {
      for (const settle of batch.settled) settle(new Problem('document_epoch_ended'));
      return room.end(closeCodes.epochEnded, 'a new epoch has begun', new Problem('document_epoch_ended'));
    }
    if (seq - count > room.seq || room.noticed > (count > 0 ? 1 : 0)) room.isBehind = true;
    room.finish(batch, seq);
    if (room.isBehind) this.#waiting.add(room);
  }

  #failed(batches: readonly Batch[], error: unknown): void {
    this.#deps.log.error({ err: error }, 'edits could not be stored; their senders keep them');
    const problem = error instanceof Problem ? error : new Problem('storage_unavailable');
    for (const batch of batches) {
      for (const settle of batch.settled) settle(problem);
      batch.room.end(closeCodes.tryLater, 'not saved', problem);
    }
    // Another process wrote for very long. The disk is well: whoever comes back may write at once.
    if (/^(SQLITE_BUSY|55P03)/.test(problem.message)) return;
    if (!this.#canWrite || this.#isStopped) return;
    this.#canWrite = false;
    this.#deps.onWritable(false);
    this.#probe();
  }

  #probe(): void {
    const { write, clock, log, limits, onWritable } = this.#deps;
    const again = () => this.#probe();
    setTimeout(() => {
      if (this.#isStopped) return;
      write((unit) => probeWrite(unit, clock())).then(() => {
        this.#canWrite = true;
        log.info({}, 'edits can be stored again');
        onWritable(true);
      }, again);
    }, limits.probeMs).unref();
  }
}
