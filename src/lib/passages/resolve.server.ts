import type { AnchoredEnd, Successors, TextAnchor, TextMap, TextPlace } from '#lib/briefs/index.server.ts';
import { normalText } from './normal.ts';
import type { PassageStatus, SuspectReason } from './passage.ts';
import { findQuote } from './quote.server.ts';
import { survivingShare, verdictOn } from './verdict.ts';

/** What of a passage says where it is: its characters, while the document still has them, and its words. */
export type Anchored = {
  /** null when its characters were those of an older life of the document */
  anchor: TextAnchor | null;
  seen: string;
  prefix: string;
  suffix: string;
};

/** What became of a passage in one state of the text. */
export type Resolution = {
  status: PassageStatus;
  reason: SuspectReason | null;
  place: TextPlace | null;
  text: string | null;
  /** tied afresh to the characters it has now */
  anchor: TextAnchor | null;
  /** its characters are gone, but its words were found elsewhere, once */
  isMoved: boolean;
};

/** Below this share of its words left in place, a passage that was cut up is looked for elsewhere. */
const MOSTLY = 0.5;

/**
 * Says where a passage is in a text and what its words came to. The same text, anchor and words give the same answer wherever
 * they are asked.
 * @param successors finds characters that a change of structure wrote again
 */
export function resolve(map: TextMap, passage: Anchored, successors?: Successors): Resolution {
  const ends = passage.anchor ? map.locate(passage.anchor, successors) : { start: null, end: null };
  const place = between(map, ends);
  const text = place && wordsAt(map, place);
  if (place && text !== null && isSame(passage.seen, text)) return found(map, place, false);
  const elsewhere = findQuote(map, passage, place);
  if (elsewhere?.isHere) return found(map, elsewhere.place, false);
  const isHeld = [ends.start, ends.end].filter((end) => end?.isAlive).length;
  const isStill =
    place !== null && (isHeld === 2 || (isHeld === 1 && survivingShare(passage.seen, text!) >= MOSTLY));
  if (elsewhere && !isStill) return found(map, elsewhere.place, true);
  if (!place || text === null || normalText(text) === '') return gone;
  return { ...verdictOn(passage.seen, text), place, text, anchor: map.anchor(place), isMoved: false };
}

/** The words of a place, as they stand. */
export function wordsAt(map: TextMap, { section, from, to }: TextPlace): string | null {
  return map.wordsOf(section)?.slice(from, to) ?? null;
}

const gone: Resolution = {
  ...{ status: 'removed', reason: null, place: null, text: null, anchor: null },
  isMoved: false
};

const isSame = (seen: string, text: string) => normalText(seen) === normalText(text);

function found(map: TextMap, place: TextPlace, isMoved: boolean): Resolution {
  const [text, anchor] = [wordsAt(map, place), map.anchor(place)];
  return { status: 'in_sync', reason: null, place, text, anchor, isMoved };
}

/** The stretch between two ends; what has lost one end reaches to the end of its line. */
function between(
  map: TextMap,
  { start, end }: { start: AnchoredEnd | null; end: AnchoredEnd | null }
): TextPlace | null {
  if (start && end && start.section === end.section)
    return start.offset < end.offset ? { section: start.section, from: start.offset, to: end.offset } : null;
  const alone = [start, end].find((one) => one?.isAlive);
  if (!alone) return null;
  const words = map.wordsOf(alone.section) ?? '';
  if (alone === start) {
    const to = words.indexOf('\n', alone.offset);
    return lineFrom(alone.section, alone.offset, to < 0 ? words.length : to);
  }
  return lineFrom(alone.section, words.lastIndexOf('\n', alone.offset - 1) + 1, alone.offset);
}

function lineFrom(section: string, from: number, to: number): TextPlace | null {
  return from < to ? { section, from, to } : null;
}
