import type { Id, ProblemCode } from '#lib/kernel/index.ts';
import type { StreamForm } from './eventStream.server.ts';
import type { Feed } from './feed.server.ts';
import type { Cursor, TopicName } from './index.ts';

/** A topic on one stream: how far it has come, and whether there may be more. */
export type Followed = {
  name: TopicName;
  programme: Id;
  feed: Feed;
  cursor: Cursor;
  isDue: boolean;
};

export type Follower = ReturnType<typeof follower>;

// What may wait for a slow reader, besides the piece that went over it. The rest stays in the database.
const BUFFER = 64 * 1024;

/**
 * One stream: reads its topics in turn, at the pace at which they are taken away. Nothing is queued but what the
 * buffer holds, and nothing is sent while the rights of its reader are being asked.
 */
export function follower(
  wanted: Followed[],
  {
    form,
    onError,
    onGone
  }: { form: StreamForm; onError(error: unknown): void; onGone(dropped: readonly Followed[]): void }
) {
  let topics = wanted;
  let stream: ReadableStreamDefaultController<Uint8Array>;
  let isOpen = true;
  let isReading = false;
  let asking = 0;

  const hasRoom = () => (stream.desiredSize ?? 0) > 0;

  async function pump(): Promise<void> {
    if (isReading) return;
    isReading = true;
    try {
      for (let due = next(); due; due = next()) await send(due);
    } catch (error) {
      // What fails for a reader who has left is nobody's loss.
      if (isOpen) onError(error);
      end();
    } finally {
      isReading = false;
    }
  }

  function next(): Followed | undefined {
    if (!isOpen || asking > 0 || !hasRoom()) return undefined;
    const due = topics.find(({ isDue }) => isDue);
    // To the end of the line, so that a long record does not starve the others.
    if (due) topics = [...topics.filter((one) => one !== due), due];
    return due;
  }

  async function send(due: Followed): Promise<void> {
    due.isDue = false;
    const piece = await due.feed.read(due.cursor);
    if (!piece || !isOpen || !topics.includes(due)) return;
    if (asking > 0) {
      due.isDue = true;
      return;
    }
    due.cursor = piece.cursor;
    if (!piece.isLast) due.isDue = true;
    stream.enqueue(piece.bytes);
  }

  function end() {
    if (!isOpen) return;
    leave();
    try {
      stream.close();
    } catch {
      // the reader was faster
    }
  }

  function leave() {
    if (!isOpen) return;
    isOpen = false;
    const dropped = topics;
    topics = [];
    onGone(dropped);
  }

  return {
    body: new ReadableStream<Uint8Array>(
      {
        start(controller) {
          stream = controller;
          stream.enqueue(form.hello);
        },
        pull: () => void pump(),
        cancel: leave
      },
      new ByteLengthQueuingStrategy({ highWaterMark: BUFFER })
    ),
    topics: () => topics,
    /** A read of this topic may find something new. */
    changed(name: TopicName) {
      for (const topic of topics) if (topic.name === name) topic.isDue = true;
      void pump();
    },
    /** A sign of life. Also looks everywhere, for what another process has written without a notice. */
    beat() {
      if (hasRoom()) stream.enqueue(form.beat);
      for (const topic of topics) topic.isDue = true;
      void pump();
    },
    /** Holds everything back while `work` finds out what the reader may still see. */
    async whileAsking(work: () => Promise<void>): Promise<void> {
      asking += 1;
      try {
        await work();
      } finally {
        asking -= 1;
        if (isOpen) void pump();
      }
    },
    /** Ends one topic with its reason; the stream ends with the last. @returns whether it was followed */
    drop(topic: Followed, code: ProblemCode) {
      if (!topics.includes(topic)) return;
      stream.enqueue(form.ended(topic.name, code));
      if (topics.length === 1) return end();
      topics = topics.filter((one) => one !== topic);
      onGone([topic]);
    },
    /** Says of a topic that it cannot be followed, before anything was sent. */
    refuse(name: TopicName, code: ProblemCode) {
      stream.enqueue(form.ended(name, code));
    },
    end
  };
}
