import { differenceInCharacters, type DifferencePart } from './difference.ts';
import { normalText } from './normal.ts';
import type { SuspectReason } from './passage.ts';
import { protectedWords, type ProtectedWord } from './protectedWords.ts';

/** What a change of words means for whoever stood by the earlier ones. */
export type Verdict =
  { status: 'in_sync' | 'wording_changed'; reason: null } | { status: 'suspect'; reason: SuspectReason };

/** From this share of its characters on, a change is more than one of wording. */
const MUCH = 0.1;

/**
 * Compares what was stood by with what stands there now: the same but for what does not count; little changed; or changed
 * so that somebody should look, because a word that carries weight or a tenth of the text did.
 */
export function verdictOn(seen: string, now: string): Verdict {
  const [before, after] = [normalText(seen), normalText(now)];
  if (before === after) return { status: 'in_sync', reason: null };
  const length = [...before].length;
  const most = Math.ceil(length * MUCH * 2) + 16;
  const parts = differenceInCharacters(before, after, most);
  // Too different to compare: whatever else it is, it is much.
  if (!parts) return { status: 'suspect', reason: 'much' };
  const hunks = hunksOf(parts);
  if (hunks.some((hunk) => touches(hunk, protectedWords(before), protectedWords(after))))
    return { status: 'suspect', reason: 'protected' };
  const changed = hunks.reduce((sum, hunk) => sum + Math.max(hunk.removed, hunk.added), 0);
  const isMuch = changed >= length * MUCH && !isTypo(before, after);
  return isMuch ? { status: 'suspect', reason: 'much' } : { status: 'wording_changed', reason: null };
}

/** The share of the earlier text that still stands in the later one, 0 to 1; 0 when they are too different to compare. */
export function survivingShare(seen: string, now: string): number {
  const [before, after] = [normalText(seen), normalText(now)];
  const length = [...before].length;
  const parts = differenceInCharacters(before, after, length + 16);
  if (!parts || length === 0) return 0;
  return parts.reduce((sum, { text, kind }) => sum + (kind === 'same' ? [...text].length : 0), 0) / length;
}

/** A changed place: where in the earlier and in the later text (UTF-16), and how many characters. */
type Hunk = { before: [number, number]; after: [number, number]; removed: number; added: number };

function hunksOf(parts: readonly DifferencePart[]): Hunk[] {
  const hunks: Hunk[] = [];
  let [before, after] = [0, 0];
  let open: Hunk | null = null;
  for (const { text, kind } of parts) {
    if (kind === 'same') {
      open = null;
      before += text.length;
      after += text.length;
      continue;
    }
    if (!open) hunks.push((open = { before: [before, before], after: [after, after], removed: 0, added: 0 }));
    const count = [...text].length;
    if (kind === 'removed') {
      before += text.length;
      open.before[1] = before;
      open.removed += count;
    } else {
      after += text.length;
      open.after[1] = after;
      open.added += count;
    }
  }
  return hunks;
}

// A word that only stands beside the change is there before and after, and says the same.
function touches(hunk: Hunk, before: readonly ProtectedWord[], after: readonly ProtectedWord[]): boolean {
  const said = (words: readonly ProtectedWord[], [from, to]: [number, number]) =>
    words.filter((word) => word.from <= to && word.to >= from).map(({ says }) => says);
  return said(before, hunk.before).join('\n') !== said(after, hunk.after).join('\n');
}

/** One longer word in another spelling: in a short passage that can be a tenth of it and still no more than a slip. */
function isTypo(before: string, after: string): boolean {
  const [was, is] = [before, after].map((text) => text.split(/(?<=\s)|(?=\s)/u)) as [string[], string[]];
  if (was.length !== is.length) return false;
  const changed = was.flatMap((word, nth) => (word === is[nth] ? [] : [[word, is[nth]!] as const]));
  if (changed.length !== 1) return false;
  const [one, other] = changed[0]!;
  if (!/^[\p{Script=Latin}’'-]{4,}$/u.test(one)) return false;
  const parts = differenceInCharacters(one, other, 4) ?? [];
  const slips = (kind: string) =>
    parts
      .filter((part) => part.kind === kind)
      .map(({ text }) => text)
      .join('').length;
  return parts.length > 0 && slips('removed') <= 2 && slips('added') <= 2;
}
