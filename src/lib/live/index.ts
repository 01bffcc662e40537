import { LAST_PLACE, type Id, type Json, type ProblemCode } from '#lib/kernel/index.ts';

/** What can be followed, by name: a kind and the id of the thing, `text:…`, `events:…`. */
export type TopicName = `${string}:${Id}`;

/**
 * How far somebody has come in a topic: a whole number that only grows, with more behind a dash where the topic needs
 * it (`17-a9c3`). Empty before the beginning.
 */
export type Cursor = string;

/** One message about a topic on a browser's stream. */
export type TopicMessage =
  | {
      topic: TopicName;
      /** the place it takes up from; null when it is complete in itself */
      from: number | null;
      cursor: Cursor;
      data: Json;
    }
  | { topic: TopicName; ended: ProblemCode };

/** How many topics one stream carries at most. */
export const MOST_TOPICS = 32;

/** One piece of a topic, and whether more is waiting behind it. The bytes are made once for all who follow. */
export type Piece = { cursor: Cursor; bytes: Uint8Array; isLast: boolean };

/** The number in a cursor; 0 before the beginning. */
export function placeIn(cursor: Cursor): number {
  return Math.min(Number.parseInt(cursor, 10) || 0, LAST_PLACE);
}

const NAME = /^([a-z]+):([A-Za-z0-9_-]{22})$/;

/** The kind and id in a topic's name, or null when it is none. */
export function splitTopic(name: string): { kind: string; id: Id } | null {
  const [, kind, id] = NAME.exec(name) ?? [];
  return kind && id ? { kind, id } : null;
}

/** A wanted topic as it stands in an address: `events:…@17`. */
export const writeWanted = (topic: string, cursor: Cursor): string => `${topic}@${cursor}`;

/** Reads {@link writeWanted}; what is no topic is left for the server to refuse. */
export function readWanted(text: string): { topic: string; cursor: Cursor } {
  const at = text.indexOf('@');
  return at < 0 ? { topic: text, cursor: '' } : { topic: text.slice(0, at), cursor: text.slice(at + 1) };
}
