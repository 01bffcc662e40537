import * as Y from 'yjs';
import type { Limits } from './limits.server.ts';
import { closeCodes } from './protocol.ts';
import { Refusal } from './refusal.server.ts';
import { reaches, type ClientClock } from './updateCheck.server.ts';

/** Frames of one connection that wait for something that is missing, oldest first. */
export type Held = {
  updates: Uint8Array[];
  frames: number;
  bytes: number;
  /** performance.now() of the first */
  since: number;
  missing: ClientClock;
};

/**
 * What to offer now that `update` has come: itself when nothing is held, all in one when it may complete what is held.
 * @returns null while the missing place has not come, so that a thousand waiting frames are merged once, not 1,000 times
 * @throws Refusal `malformed` when the new one does not decode or cannot be merged
 */
export function toOffer(held: Held | null, update: Uint8Array, doc: Y.Doc): Uint8Array | null {
  if (!held) return update;
  if (!reaches(held.missing, update, doc)) return null;
  try {
    return Y.mergeUpdates([...held.updates, update]);
  } catch {
    throw new Refusal(closeCodes.malformed, 'cannot be merged');
  }
}

/** @returns what is held with one frame more. `offered` is what was offered and still has a gap, if it was */
export function hold(
  held: Held | null,
  update: Uint8Array,
  offered: Uint8Array | null,
  missing: ClientClock | null
): Held {
  const frames = (held?.frames ?? 0) + 1;
  const bytes = (held?.bytes ?? 0) + update.length;
  const since = held?.since ?? performance.now();
  const updates = offered ? [offered] : [...(held?.updates ?? []), update];
  return { updates, frames, bytes, since, missing: missing ?? held!.missing };
}

/** Whether more waits than an honest client ever makes wait. */
export function isTooMuch(held: Held, limits: Limits): boolean {
  return held.bytes > limits.heldBytes || held.frames > limits.heldFrames;
}
