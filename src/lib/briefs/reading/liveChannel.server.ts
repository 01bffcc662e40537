import type { Actor } from '#lib/access/index.ts';
import { Problem, type Id, type Notices } from '#lib/kernel/index.ts';
import type { SectionText } from '../document.ts';
import { changedSections, type LiveFrame, type LivePresence } from './live.ts';

/** What a reader asks to follow. `text` is the id of the brief's text document, without its epoch. */
export type LiveSubject = { brief: Id; programme: Id; text: Id };

export type LiveTextDeps = {
  notices: Notices;
  /** the committed text; asked once per change for all readers together */
  text(brief: Id): Promise<{ seq: number; sections: SectionText[] }>;
  presence(brief: Id): Promise<LivePresence>;
  /** asks the database again whether this actor may still read. @throws Problem when not */
  assertReadable(actor: Actor, brief: Id): Promise<void>;
  onError(error: unknown): void;
  /** milliseconds; tests shorten them */
  pace?: { throttle: number; presence: number; heartbeat: number; recheck: number };
};

/** The readers of one brief. */
export type LiveChannel = ReturnType<typeof liveChannel>;

type Deps = LiveTextDeps & { pace: NonNullable<LiveTextDeps['pace']>; onEmpty(): void };
type Reader = {
  actor: Actor;
  stream: ReadableStreamDefaultController<Uint8Array>;
  /** what the reader shows; null = nothing yet */
  seq: number | null;
  /** skipped a frame because its socket was slow: gets the whole text when it drains */
  isBehind: boolean;
};
type State = { seq: number; sections: SectionText[] } & LivePresence;

// A reader that stops reading holds at most this many bytes; then frames are skipped and the newest state sent once.
const BUFFER = 512 * 1024;
const encoder = new TextEncoder();
const heartbeat = encoder.encode(': still here\n\n');
const ended = encoder.encode('event: ended\ndata: {}\n\n');

/** One brief's readers: builds each frame once, paces it, and lets go of who may not read any more. */
export function liveChannel(subject: LiveSubject, deps: Deps) {
  const readers = new Set<Reader>();
  let state: State | null = null;
  let whole: Uint8Array | null = null;
  let building: Promise<void> | null = null;
  let isStale = false;
  let lastBuilt = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const beat = setInterval(() => send(heartbeat), deps.pace.heartbeat);
  const presence = setInterval(() => void build(), deps.pace.presence);

  function schedule() {
    if (timer) return;
    timer = setTimeout(
      () => {
        timer = null;
        void build();
      },
      Math.max(0, lastBuilt + deps.pace.throttle - Date.now())
    );
  }

  function build(): Promise<void> {
    if (building) {
      isStale = true;
      return building;
    }
    building = refresh()
      .catch(deps.onError)
      .finally(() => {
        building = null;
        if (isStale) schedule();
        isStale = false;
      });
    return building;
  }

  async function refresh() {
    lastBuilt = Date.now();
    const [text, around] = await Promise.all([deps.text(subject.brief), deps.presence(subject.brief)]);
    const before = state;
    const next = { ...text, ...around };
    if (before && before.seq === next.seq && isSame(around, { table: before.table, here: before.here }))
      return;
    state = next;
    whole = null;
    if (before) give(before.seq, frameOf(next, changedSections(before.sections, next.sections)));
  }

  function give(from: number, frame: Uint8Array) {
    for (const reader of readers) {
      if (reader.seq === null) continue;
      if (isFull(reader)) reader.isBehind = true;
      else if (reader.seq === from) push(reader, frame, state!.seq);
      else catchUp(reader);
    }
  }

  /** The newest state for one reader: everything, or just a short word when it already shows it. */
  function catchUp(reader: Reader) {
    if (!state) return;
    reader.isBehind = false;
    if (reader.seq === state.seq) return push(reader, frameOf(state, []), state.seq);
    whole ??= frameOf(
      state,
      state.sections.map(({ id }) => id)
    );
    push(reader, whole, state.seq);
  }

  function push(reader: Reader, bytes: Uint8Array, seq: number | null = reader.seq) {
    try {
      reader.stream.enqueue(bytes);
      reader.seq = seq;
    } catch {
      leave(reader);
    }
  }

  function send(bytes: Uint8Array) {
    for (const reader of readers) if (!isFull(reader)) push(reader, bytes);
  }

  /** @param word `ended` keeps the reader from coming back */
  function end(reader: Reader, word: Uint8Array | null) {
    if (!readers.has(reader)) return;
    if (word) push(reader, word);
    leave(reader);
    try {
      reader.stream.close();
    } catch {
      // the browser was faster
    }
  }

  function leave(reader: Reader) {
    if (!readers.delete(reader) || readers.size > 0) return;
    clearInterval(beat);
    clearInterval(presence);
    if (timer) clearTimeout(timer);
    deps.onEmpty();
  }

  async function ask(reader: Reader) {
    try {
      await deps.assertReadable(reader.actor, subject.brief);
    } catch (error) {
      if (isRefusal(error)) return end(reader, ended);
      // Not knowing is not a right: a reader whose standing cannot be asked reconnects and is asked then.
      deps.onError(error);
      end(reader, null);
    }
  }

  return {
    subject,
    size: () => readers.size,
    textChanged: schedule,
    /** Asks again for one account, or for everybody when null. */
    askAgain(account: Id | null) {
      for (const reader of readers) {
        const isMeant =
          account === null || (reader.actor.kind === 'person' && reader.actor.person.id === account);
        if (isMeant) void ask(reader);
      }
    },
    join(actor: Actor, since: number | null): ReadableStream<Uint8Array> {
      let reader: Reader;
      return new ReadableStream<Uint8Array>(
        {
          async start(stream) {
            reader = { actor, stream, seq: null, isBehind: false };
            readers.add(reader);
            if (!state) await build();
            if (!readers.has(reader)) return;
            reader.seq = since;
            catchUp(reader);
            // Rights may have changed between the route's check and this place in the list.
            await ask(reader);
          },
          pull() {
            if (reader.isBehind) catchUp(reader);
          },
          cancel() {
            leave(reader);
          }
        },
        new ByteLengthQueuingStrategy({ highWaterMark: BUFFER })
      );
    },
    close() {
      for (const reader of [...readers]) end(reader, null);
    }
  };
}

function isSame(a: LivePresence, b: LivePresence): boolean {
  return JSON.stringify([a.table, a.here]) === JSON.stringify([b.table, b.here]);
}

function isFull(reader: Reader): boolean {
  return (reader.stream.desiredSize ?? 0) <= 0;
}

function frameOf(state: State, changed: readonly Id[]): Uint8Array {
  const wanted = new Set(changed);
  const frame: LiveFrame = {
    seq: state.seq,
    sections: state.sections.filter(({ id }) => wanted.has(id)),
    order: state.sections.map(({ id }) => id),
    table: state.table,
    here: state.here
  };
  return encoder.encode(`id: ${frame.seq}\ndata: ${JSON.stringify(frame)}\n\n`);
}

/** Whether an error means "may not read any more" and not "could not find out". */
function isRefusal(error: unknown): boolean {
  return error instanceof Problem && ['not_found', 'forbidden', 'not_signed_in'].includes(error.code);
}
