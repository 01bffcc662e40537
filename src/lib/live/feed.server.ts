import type { Id } from '#lib/kernel/index.ts';
import type { Cursor, Piece } from './index.ts';

/** One thing that is followed, for all who follow it. */
export type Feed = {
  /** What comes after a cursor, null when nothing does. Asked by every follower at its own pace. */
  read(after: Cursor): Promise<Piece | null>;
  close(): void;
};

/** A kind of thing that can be followed, as a room offers it. */
export type LiveTopic<Actor> = {
  kind: string;
  /**
   * Asks the database whether somebody may follow.
   * @returns the programme whose rights decide it
   * @throws Problem when they may not
   */
  admit(actor: Actor, id: Id): Promise<{ programme: Id }>;
  /** Opens the feed for its first follower; `changed` says that a read may find something new. */
  open(id: Id, changed: () => void): Feed;
};
