import type { Id, Notice, Notices, Rows, Write } from '#lib/kernel/index.ts';
import type { SearchSource } from './entry.ts';
import { listStamps, putSubject, removeSubject } from './searchStore.server.ts';

/** Raised when texts become other terms, so that everything is indexed again at the next start. */
const INDEX_VERSION = '1';
/** How long changes are gathered, in ms: while people type, a text is indexed at most this often. */
const GATHERING = 1000;
/** Subjects of one transaction. */
const BATCH = 20;
/** After a failure, in ms. */
const PAUSE = 10_000;

type Deps = {
  read: Rows;
  write: Write;
  notices: Pick<Notices, 'subscribe'>;
  sources: readonly SearchSource[];
  onError: (error: unknown) => void;
};
/** `isAnew`: also what seems unchanged is indexed again. */
type Waiting = { source: SearchSource; subject: Id; isAnew: boolean };
/** What was looked at, and how much of it was not as it should be. */
export type Indexed = { looked: number; renewed: number };

/** Keeps the index as the rooms are, some time after each commit and never within it. */
export function createIndexer({ read, write, notices, sources, onError }: Deps) {
  const waiting = new Map<string, Waiting>();
  let turn: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const add = (source: SearchSource, subject: Id, isAnew = false) =>
    void waiting.set(`${source.name}:${subject}`, { source, subject, isAnew });

  function later(ms = GATHERING): void {
    if (isClosed || waiting.size === 0) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      flush().catch((error: unknown) => {
        onError(error);
        later(PAUSE);
      });
    }, ms).unref();
  }

  /** Indexes all that waits. What fails waits on. */
  function flush(): Promise<void> {
    const next = turn.then(async () => {
      while (waiting.size > 0 && !isClosed) await work([...waiting].slice(0, BATCH));
    });
    turn = next.catch(() => undefined);
    return next;
  }

  async function work(batch: [string, Waiting][]): Promise<void> {
    for (const [id] of batch) waiting.delete(id);
    try {
      const found = await Promise.all(
        batch.map(async ([id, { source, subject, isAnew }]) => ({
          id,
          isAnew,
          now: await source.read(subject)
        }))
      );
      await write(async (unit) => {
        for (const { id, isAnew, now } of found) {
          if (isAnew) await removeSubject(unit, id);
          if (now) await putSubject(unit, id, { ...now, stamp: stamped(now.stamp) });
          else await removeSubject(unit, id);
        }
      });
    } catch (error) {
      for (const [id, one] of batch) waiting.set(id, one);
      throw error;
    }
  }

  async function hear(notice: Notice): Promise<void> {
    for (const source of sources) for (const subject of await source.touchedBy(notice)) add(source, subject);
    later();
  }

  /** Finds what the index has not seen, for instance what was written while it was off. @param all everything anew */
  async function catchUp({ all = false } = {}): Promise<Indexed> {
    const known = await listStamps(read);
    let looked = 0;
    let renewed = 0;
    for (const source of sources) {
      for (const [subject, stamp] of await source.stamps()) {
        const id = `${source.name}:${subject}`;
        looked += 1;
        const isFresh = known.get(id) === stamped(stamp);
        known.delete(id);
        if (isFresh && !all) continue;
        renewed += 1;
        add(source, subject, all);
      }
    }
    // What is left of the known is of subjects that are gone.
    for (const id of known.keys()) {
      const source = sources.find(({ name }) => id.startsWith(`${name}:`));
      if (source) add(source, id.slice(source.name.length + 1));
    }
    await flush();
    return { looked, renewed };
  }

  const unsubscribe = notices.subscribe((notice) => void hear(notice).catch(onError));
  return {
    catchUp,
    async close(): Promise<void> {
      unsubscribe();
      clearTimeout(timer);
      isClosed = true;
      await turn;
    }
  };
}

const stamped = (stamp: string) => `${INDEX_VERSION}.${stamp}`;
