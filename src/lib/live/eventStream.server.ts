import type { ProblemCode } from '#lib/kernel/index.ts';
import type { TopicMessage, TopicName } from './index.ts';

const encoder = new TextEncoder();

/** How a stream speaks beside its pieces. */
export type StreamForm = {
  hello: Uint8Array;
  beat: Uint8Array;
  ended(topic: TopicName, code: ProblemCode): Uint8Array;
};

/** One message of `text/event-stream`. */
export function message(data: string, { id, event }: { id?: string; event?: string } = {}): string {
  return `${id === undefined ? '' : `id: ${id}\n`}${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n\n`;
}

export const bytesOf = (text: string): Uint8Array => encoder.encode(text);

/** A piece of a topic as all tabs of a browser share it. */
export function sharedPiece(piece: TopicMessage): Uint8Array {
  return bytesOf(message(JSON.stringify(piece)));
}

/**
 * For a browser's tabs: many topics on one connection. Beats are messages too, since a page cannot hear comments and
 * has to notice a connection that only looks alive.
 */
export const sharedForm: StreamForm = {
  hello: bytesOf(message('{}')),
  beat: bytesOf(message('{}')),
  ended: (topic, ended) => sharedPiece({ topic, ended })
};

/** For a program that follows one thing: plain messages with ids, comments as beats. */
export const singleForm: StreamForm = {
  hello: bytesOf('retry: 2000\n: following\n\n'),
  beat: bytesOf(': still here\n\n'),
  ended: (_, code) => bytesOf(message(JSON.stringify({ code }), { event: 'ended' }))
};

/** The headers of every event stream. */
export const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  vary: 'Accept',
  // nginx would otherwise hold the stream back until its buffer is full
  'x-accel-buffering': 'no'
} as const;

/** A whole stream that says of every topic that it has ended. */
export function refusalStream(
  wanted: readonly { topic: string }[],
  code: ProblemCode
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(stream) {
      for (const { topic } of wanted) stream.enqueue(sharedForm.ended(topic as TopicName, code));
      stream.close();
    }
  });
}
