import { Problem, type Clock, type Write } from '#lib/kernel/index.ts';
import { appendUpdates, insertBindings, probeWrite } from './documentStore.server.ts';
import type { Limits } from './limits.server.ts';
import { closeCodes } from './protocol.ts';
import { toRows, type Batch, type Room } from './room.server.ts';
import type { Log } from './index.server.ts';
import type { Meter } from './meter.server.ts';

/** Commits what all rooms have taken, together, one turn after the other. */
export type Committer = {
  /** Something waits in this room's inbox (or it is behind the log). */
  wake(room: Room): void;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
  /** false while the disk refuses writes; then nobody may write */
  readonly canWrite: boolean;
  stop(): void;
};

type Committed = { batch: Batch; seq: number | null; count: number };

export function createCommitter(deps: {
  write: Write;
  clock: Clock;
  limits: Limits;
  log: Log;
  meter: Meter;
  /** reads rows that others committed into a room between two turns */
  catchUp: (room: Room) => Promise<void>;
  onWritable: (canWrite: boolean) => void;
}): Committer {
  const { write, clock, limits, log, meter, catchUp, onWritable } = deps;
  const waiting = new Set<Room>();
  let timer: NodeJS.Timeout | null = null;
  let turn: Promise<void> | null = null;
  let canWrite = true;
  let isStopped = false;
  let idleListeners: (() => void)[] = [];

  function wake(room: Room): void {
    if (room.isEnded) return;
    waiting.add(room);
    // A turn under way takes the next ones along when it ends.
    if (!turn) timer ??= setTimeout(start, limits.gatherMs);
  }

  function start(): void {
    timer = null;
    turn = runTurn()
      .catch((error: unknown) => log.error({ err: error }, 'a turn of the sync server failed'))
      .then(() => {
        turn = null;
        if (waiting.size > 0) timer ??= setTimeout(start, 0);
        else for (const listener of idleListeners.splice(0)) listener();
      });
  }

  async function runTurn(): Promise<void> {
    const rooms = [...waiting];
    waiting.clear();
    const deadline = performance.now() + limits.turnMs;
    const batches: Batch[] = [];
    for (const room of rooms) {
      if (room.isEnded) continue;
      const batch = await prepare(room, deadline);
      if (batch) batches.push(batch);
      if (room.inbox.length > 0) waiting.add(room);
    }
    for (const done of await commit(batches)) finish(done);
  }

  async function prepare(room: Room, deadline: number): Promise<Batch | null> {
    try {
      if (room.isBehind) await catchUp(room);
      return room.isEnded ? null : await room.prepare(deadline);
    } catch (error) {
      log.error({ err: error, document: room.ref.id }, 'a document cannot be rebuilt');
      room.end(closeCodes.tryLater, 'cannot be read now');
      return null;
    }
  }

  async function commit(batches: readonly Batch[]): Promise<Committed[]> {
    const full = batches.filter((batch) => batch.taken.length > 0);
    const empty = batches.filter((batch) => batch.taken.length === 0);
    const done: Committed[] = empty.map((batch) => ({ batch, seq: batch.room.seq, count: 0 }));
    if (full.length === 0) return done;
    const started = performance.now();
    try {
      done.push(...(await write((unit) => store(unit, full))));
      meter.committed(
        performance.now() - started,
        full.reduce((sum, batch) => sum + batch.taken.length, 0)
      );
    } catch (error) {
      failed(full, error);
    }
    return done;
  }

  async function store(
    unit: Parameters<Parameters<Write>[0]>[0],
    batches: readonly Batch[]
  ): Promise<Committed[]> {
    const done: Committed[] = [];
    for (const batch of batches) {
      const { ref } = batch.room;
      const rows = toRows(batch.taken);
      const seq = await appendUpdates(unit, ref, rows);
      if (seq !== null) {
        await insertBindings(unit, ref, batch.bound, clock());
        unit.announce({ kind: 'document', document: ref.id, seq });
      }
      done.push({ batch, seq, count: rows.length });
    }
    return done;
  }

  function finish({ batch, seq, count }: Committed): void {
    const { room } = batch;
    if (seq === null) {
      for (const settle of batch.settled) settle(new Problem('document_epoch_ended'));
      return room.end(closeCodes.epochEnded, 'a new epoch has begun', new Problem('document_epoch_ended'));
    }
    if (seq - count > room.seq || room.noticed > (count > 0 ? 1 : 0)) room.isBehind = true;
    room.finish(batch, seq);
    if (room.isBehind) waiting.add(room);
  }

  function failed(batches: readonly Batch[], error: unknown): void {
    log.error({ err: error }, 'edits could not be stored; their senders keep them');
    const problem = error instanceof Problem ? error : new Problem('storage_unavailable');
    for (const batch of batches) {
      for (const settle of batch.settled) settle(problem);
      batch.room.end(closeCodes.tryLater, 'not saved', problem);
    }
    if (!canWrite || isStopped) return;
    canWrite = false;
    onWritable(false);
    probe();
  }

  function probe(): void {
    setTimeout(() => {
      if (isStopped) return;
      write((unit) => probeWrite(unit, clock())).then(() => {
        canWrite = true;
        log.info({}, 'edits can be stored again');
        onWritable(true);
      }, probe);
    }, limits.probeMs).unref();
  }

  return {
    wake,
    idle: () =>
      turn || timer || waiting.size > 0
        ? new Promise((resolve) => void idleListeners.push(resolve))
        : Promise.resolve(),
    get canWrite() {
      return canWrite;
    },
    stop() {
      isStopped = true;
      if (timer) clearTimeout(timer);
      idleListeners = [];
    }
  };
}
