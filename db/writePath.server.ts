import type { Kysely } from 'kysely';
import type { NewEvent, RecordedEvent } from '#lib/kernel/events.ts';
import type { Notice } from '#lib/kernel/notices.ts';
import { Problem } from '#lib/kernel/problems.ts';
import type { Unit, Write } from '#lib/kernel/store.ts';
import { asRows, endRows } from './rows.server.ts';
import type { Database } from './schema.ts';

type Recorder = (unit: Unit, event: NewEvent) => Promise<RecordedEvent>;

/**
 * Builds the one write path of this process. Work runs strictly one after the other, each in its own transaction;
 * `publish` hears the notices of a transaction after it is on disk, never before and never on rollback. Of one whose commit
 * failed, when nobody knows what is on disk, it hears those of rights: to ask again is right either way.
 */
export function createWritePath(options: {
  writer: Kysely<Database>;
  recorder: Recorder;
  publish?: (notice: Notice) => void;
  onBroken?: (error: unknown) => void;
}): Write {
  let queue: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = queue.then(() => transact(options, work));
    queue = turn.catch(() => undefined);
    return turn;
  };
}

async function transact<T>(
  { writer, recorder, publish, onBroken }: Parameters<typeof createWritePath>[0],
  work: (unit: Unit) => Promise<T>
): Promise<T> {
  const notices: Notice[] = [];
  let result: T;
  let isDone = false;
  try {
    result = await writer.transaction().execute(async (trx) => {
      const unit: Unit = {
        store: 'unit',
        async record(event) {
          const recorded = await recorder(unit, event);
          const { chain, seq, type, subject } = recorded;
          notices.push({ kind: 'event', chain, seq, type, subject });
          return recorded;
        },
        announce(notice) {
          notices.push(notice);
        }
      };
      asRows(unit, trx);
      try {
        const made = await work(unit);
        isDone = true;
        return made;
      } finally {
        endRows(unit);
      }
    });
  } catch (error) {
    if (isDone) for (const notice of notices) if (notice.kind === 'rights') publish?.(notice);
    throw asStorageProblem(error, onBroken);
  }
  for (const notice of notices) publish?.(notice);
  return result;
}

// What PostgreSQL cannot do now comes as a Problem already (db/postgresRefusal.server.ts).
const unavailable = /^SQLITE_(FULL|READONLY|CANTOPEN|BUSY|LOCKED|IOERR)/;

function asStorageProblem(error: unknown, onBroken?: (error: unknown) => void): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string' || !unavailable.test(code)) return error;
  // After a failed fsync nobody knows what is on disk; only a restart, which reads it again, can tell.
  if (code.startsWith('SQLITE_IOERR')) onBroken?.(error);
  const problem = new Problem('storage_unavailable', [], code);
  problem.cause = error;
  return problem;
}
