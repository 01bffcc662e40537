import { diffArrays } from 'diff';
import type { Piece } from './difference.ts';
import type { TextLine } from './lines.ts';

const script =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}';
const WORDS = new RegExp(
  `[${script}]|\\p{N}+(?:[.,:/]\\p{N}+)*[%％‰]?|(?:(?![${script}])[\\p{L}\\p{M}])+(?:['’\\-](?:(?![${script}])[\\p{L}\\p{M}])+)*|[^\\S\\n]+|[^]`,
  'gu'
);

/** What is compared: Chinese by character, other words and numbers whole, everything else by itself. */
export function wordsOf(text: string): string[] {
  return text.match(WORDS) ?? [];
}

/** A line in which more than this changed reads better, and is told sooner, as the old line and the new one. */
const MOST_CHANGES = 600;
const MOST_PART = 0.5;

/** The words of a line before and after. What stayed carries the places of the text after. */
export function compareWords(before: TextLine, after: TextLine): Piece[] {
  if (before.text === after.text) return sameWords(before, after, { from: 0, old: 0, text: after.text });
  const [wordsBefore, wordsAfter] = [wordsOf(before.text), wordsOf(after.text)];
  const maxEditLength = Math.min(
    MOST_CHANGES,
    Math.max(20, MOST_PART * (wordsBefore.length + wordsAfter.length))
  );
  const found = diffArrays(wordsBefore, wordsAfter, { maxEditLength });
  const changes = found ? readable(found) : null;
  if (!changes) {
    return [
      ...(before.text ? [{ kind: 'deleted', text: before.text, at: before.at } as const] : []),
      ...(after.text ? [{ kind: 'inserted', text: after.text, at: after.at } as const] : [])
    ];
  }
  let [old, now] = [0, 0];
  return changes.flatMap(({ kind, text }): Piece[] => {
    const [from, to] = [old, now];
    if (kind !== 'inserted') old += text.length;
    if (kind !== 'deleted') now += text.length;
    if (kind === 'same') return sameWords(before, after, { from: to, old: from, text });
    return [{ kind, text, at: kind === 'deleted' ? before.at + from : after.at + to }];
  });
}

type Change = { kind: Piece['kind']; text: string };

/** Joins changes between which hardly anything stayed: a lone character left over says nothing to a reader. */
function readable(found: ReturnType<typeof diffArrays<string>>): Change[] {
  const all: Change[] = found.map(({ added, removed, value }) => ({
    kind: added ? 'inserted' : removed ? 'deleted' : 'same',
    text: value.join('')
  }));
  const joined: Change[] = [];
  let [went, came] = ['', ''];
  const flush = () => {
    if (went) joined.push({ kind: 'deleted', text: went });
    if (came) joined.push({ kind: 'inserted', text: came });
    [went, came] = ['', ''];
  };
  for (const [at, { kind, text }] of all.entries()) {
    if (kind === 'deleted') went += text;
    else if (kind === 'inserted') came += text;
    else if ((went || came) && isBetweenTwo(all, at)) [went, came] = [went + text, came + text];
    else {
      flush();
      joined.push({ kind, text });
    }
  }
  flush();
  return joined;
}

function isBetweenTwo(all: readonly Change[], at: number): boolean {
  const text = all[at]!.text;
  const isLittle = /^[\s\p{P}]*$/u.test(text) ? text.length <= 2 : [...text].length === 1;
  if (!isLittle || at === all.length - 1) return false;
  // On both sides something must have been exchanged, not only added: otherwise what stayed is part of the sentence.
  const near = (from: number, step: number) => {
    const kinds = new Set<string>();
    for (let i = from; all[i] && all[i]!.kind !== 'same'; i += step) kinds.add(all[i]!.kind);
    return kinds.size === 2;
  };
  return near(at - 1, -1) && near(at + 1, 1);
}

function sameWords(
  before: TextLine,
  after: TextLine,
  { from, old, text }: { from: number; old: number; text: string }
): Piece[] {
  const pieces: Piece[] = [];
  for (let done = 0; done < text.length;) {
    const is = lookAt(after, from + done);
    const was = lookAt(before, old + done);
    const step = Math.max(1, Math.min(text.length - done, is.end - from - done, was.end - old - done));
    const isReformatted = is.look !== was.look;
    const last = pieces.at(-1);
    const more = text.slice(done, done + step);
    if (last && Boolean(last.reformatted) === isReformatted) last.text += more;
    else
      pieces.push({
        ...{ kind: 'same', text: more, at: after.at + from + done },
        ...(isReformatted && { reformatted: true })
      });
    done += step;
  }
  return pieces;
}

function lookAt({ looks, text }: TextLine, at: number): { end: number; look: string } {
  return looks.find(({ end }) => end > at) ?? { end: text.length, look: '' };
}
