import * as Y from 'yjs';
import type { Id, Json, Rows } from '#lib/kernel/index.ts';
import type { Carried } from './carry.server.ts';
import { listCarried } from './carryStore.server.ts';
import { listUpdates, type StoredUpdate } from './documentStore.server.ts';
import type { Author } from './replica.server.ts';

/** Whose words a piece of a document is, as the server recorded it: who, as what, and when (ms). */
export type Voice = { author: Author; affiliation: Json; at: number };

/** Whose words are at a place; `length` says for how many UTF-16 units from there on that holds at least. */
export type VoiceAt = (client: number, clock: number) => { voice: Voice; length: number };

type Stretch = { clock: number; end: number; voice: Voice };
type Repeat = { clock: number; end: number; fromClient: number; fromClock: number };

/**
 * Reads whose words everything in a document is, from what is stored beside its log. What a client says of itself plays no
 * part: an update counts for the account whose connection brought it.
 * @param upTo the newest sequence to look at
 */
export async function readVoices(
  rows: Rows,
  ref: { id: Id; epoch: number },
  upTo?: number
): Promise<VoiceAt> {
  const [updates, carried] = await Promise.all([listUpdates(rows, ref, 0, upTo), listCarried(rows, ref)]);
  return voicesOf(updates, carried);
}

/** @param updates the log of one epoch, oldest first */
export function voicesOf(updates: readonly StoredUpdate[], carried: readonly Carried[]): VoiceAt {
  const stretches = stretchesOf(updates);
  const repeats = new Map<number, Repeat[]>();
  for (const { client, clock, length, fromClient, fromClock } of carried) {
    const list = repeats.get(client) ?? [];
    if (list.length === 0) repeats.set(client, list);
    list.push({ clock, end: clock + length, fromClient, fromClock });
  }
  const unknown: Voice = { author: 'system', affiliation: null, at: 0 };

  return (client, clock) => {
    let at = { client, clock };
    let length = Infinity;
    // What is repeated was there before, so this comes to an end.
    for (;;) {
      const list = repeats.get(at.client) ?? [];
      const index = lastNotAfter(list, at.clock);
      const repeat = list[index];
      if (!repeat || repeat.end <= at.clock) {
        const next = list[index + 1];
        if (next) length = Math.min(length, next.clock - at.clock);
        break;
      }
      length = Math.min(length, repeat.end - at.clock);
      at = { client: repeat.fromClient, clock: repeat.fromClock + (at.clock - repeat.clock) };
    }
    const own = stretches.get(at.client) ?? [];
    const stretch = own[lastNotAfter(own, at.clock)];
    if (!stretch || stretch.end <= at.clock) return { voice: unknown, length: Math.min(length, 1) };
    return { voice: stretch.voice, length: Math.min(length, stretch.end - at.clock) };
  };
}

/** Who a row of the log counts for. */
export function voiceOf({ author, affiliation, at }: Omit<StoredUpdate, 'update'>): Voice {
  return { author, affiliation: affiliation === null ? null : (JSON.parse(affiliation) as Json), at };
}

/** Which row brought which of a client's clocks. Rows of a log go on where the ones before ended. */
function stretchesOf(updates: readonly StoredUpdate[]): Map<number, Stretch[]> {
  const stretches = new Map<number, Stretch[]>();
  for (const row of updates) {
    const voice = voiceOf(row);
    const { from, to } = Y.parseUpdateMeta(row.update);
    for (const [client, end] of to) {
      const list = stretches.get(client) ?? [];
      if (list.length === 0) stretches.set(client, list);
      const clock = Math.max(from.get(client) ?? 0, list.at(-1)?.end ?? 0);
      if (end > clock) list.push({ clock, end, voice });
    }
  }
  return stretches;
}

function lastNotAfter(list: readonly { clock: number }[], clock: number): number {
  let [low, high] = [-1, list.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (list[middle]!.clock <= clock) low = middle;
    else high = middle - 1;
  }
  return low;
}
