import { diffArrays } from 'diff';
import type { TextLine } from './lines.ts';
import { wordsOf } from './words.ts';

/** Two lines that are one line before and after; or one that came or went. */
export type LinePair = { before: TextLine | null; after: TextLine | null };

const MOST_CHANGES = 3000;
/** How much of two lines must be the same for them to be one line that was changed. */
const ALIKE = 0.4;
const MOST_PAIRS = 4000;

/** Puts the lines of two texts side by side: those that read the same first, then in between those that read alike. */
export function pairLines(before: readonly TextLine[], after: readonly TextLine[]): LinePair[] {
  const found = diffArrays(
    before.map(({ text }) => text),
    after.map(({ text }) => text),
    { maxEditLength: MOST_CHANGES }
  ) ?? [
    { removed: true, added: false, value: before },
    { removed: false, added: true, value: after }
  ];
  const pairs: LinePair[] = [];
  let [old, now] = [0, 0];
  let went: TextLine[] = [];
  let came: TextLine[] = [];
  const flush = () => {
    pairs.push(...pairAlike(went, came));
    [went, came] = [[], []];
  };
  for (const { added, removed, value } of found) {
    const { length } = value;
    if (removed) went.push(...before.slice(old, (old += length)));
    else if (added) came.push(...after.slice(now, (now += length)));
    else {
      flush();
      for (let i = 0; i < length; i++) pairs.push({ before: before[old++]!, after: after[now++]! });
    }
  }
  flush();
  return pairs;
}

/** Pairs, in order, what reads alike; the best way through a table of how alike each two are. */
function pairAlike(went: readonly TextLine[], came: readonly TextLine[]): LinePair[] {
  if (went.length === 0 || came.length === 0 || went.length * came.length > MOST_PAIRS)
    return [
      ...went.map((before) => ({ before, after: null })),
      ...came.map((after) => ({ before: null, after }))
    ];
  const [a, b] = [went.map(bagOf), came.map(bagOf)];
  const alike = a.map((one) => b.map((other) => likeness(one, other)));
  const best = Array.from({ length: went.length + 1 }, () => new Float64Array(came.length + 1));
  const gain = (i: number, j: number) => (alike[i]![j]! >= ALIKE ? alike[i]![j]! + best[i + 1]![j + 1]! : 0);
  for (let i = went.length - 1; i >= 0; i--)
    for (let j = came.length - 1; j >= 0; j--)
      best[i]![j] = Math.max(best[i + 1]![j]!, best[i]![j + 1]!, gain(i, j));
  const pairs: LinePair[] = [];
  let [i, j] = [0, 0];
  while (i < went.length && j < came.length) {
    const isPair = alike[i]![j]! >= ALIKE && gain(i, j) >= best[i]![j]!;
    if (isPair) pairs.push({ before: went[i++]!, after: came[j++]! });
    else if (best[i + 1]![j]! >= best[i]![j + 1]!) pairs.push({ before: went[i++]!, after: null });
    else pairs.push({ before: null, after: came[j++]! });
  }
  while (i < went.length) pairs.push({ before: went[i++]!, after: null });
  while (j < came.length) pairs.push({ before: null, after: came[j++]! });
  return pairs;
}

/** One is made for each line that has no counterpart, and asked many times. */
const bags = new WeakMap<TextLine, Bag>();

type Bag = { counts: Map<string, number>; size: number };

/** The words of a line, each as often as it stands there, without blanks. */
function bagOf(line: TextLine): Bag {
  const known = bags.get(line);
  if (known) return known;
  const counts = new Map<string, number>();
  let size = 0;
  for (const word of wordsOf(line.text)) {
    if (/^[\s\p{P}]+$/u.test(word)) continue;
    counts.set(word, (counts.get(word) ?? 0) + 1);
    size++;
  }
  const bag = { counts, size };
  bags.set(line, bag);
  return bag;
}

function likeness(a: Bag, b: Bag): number {
  if (a.size === 0 || b.size === 0) return 0;
  // Their sizes alone may say that they are not.
  if (2 * Math.min(a.size, b.size) < ALIKE * (a.size + b.size)) return 0;
  let common = 0;
  for (const [word, count] of a.counts) common += Math.min(count, b.counts.get(word) ?? 0);
  return (2 * common) / (a.size + b.size);
}

/** How alike two lines are, from 0 to 1. */
export function alike(a: TextLine, b: TextLine): number {
  return likeness(bagOf(a), bagOf(b));
}
