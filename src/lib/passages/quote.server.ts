import type { TextMap, TextPlace } from '#lib/briefs/index.server.ts';
import { comparable, normalText, type NormalText } from './normal.ts';

type Quote = { seen: string; prefix: string; suffix: string };
type Match = { section: string; place: TextPlace; score: number };

// Words shorter than this are found anywhere by chance, unless what stands around them is the same, too.
const TELLING = { han: 4, letters: 12 };
const CONTEXT_ENOUGH = 4;
const MOST_MATCHES = 200;

/**
 * Looks for a passage by its words, as W3C's TextQuoteSelector does. Found more than once, the words around it decide, when
 * they do: a place is answered only when it is the one.
 * @param near where its characters say it is; words found there are it, whatever else is the same
 */
export function findQuote(
  map: TextMap,
  quote: Quote,
  near: TextPlace | null
): { place: TextPlace; isHere: boolean } | null {
  const matches = matchesOf(map, quote);
  const here = matches.filter(({ place }) => near && touch(place, near));
  if (here.length > 0) return { place: best(here)!.place, isHere: true };
  const [only] = matches;
  if (!only) return null;
  const isTelling = countsEnough(normalText(quote.seen));
  if (matches.length === 1)
    return isTelling || only.score >= CONTEXT_ENOUGH ? { place: only.place, isHere: false } : null;
  const top = best(matches)!;
  const isOne = matches.filter(({ score }) => score === top.score).length === 1;
  return isOne && top.score >= CONTEXT_ENOUGH ? { place: top.place, isHere: false } : null;
}

const best = (matches: readonly Match[]): Match | null =>
  matches.reduce<Match | null>((top, one) => (top && top.score >= one.score ? top : one), null);

function touch(one: TextPlace, other: TextPlace): boolean {
  return one.section === other.section && one.from <= other.to && other.from <= one.to;
}

function matchesOf(map: TextMap, quote: Quote): Match[] {
  const wanted = normalText(quote.seen);
  if (wanted === '') return [];
  const [prefix, suffix] = [comparable(quote.prefix).text, comparable(quote.suffix).text];
  const matches: Match[] = [];
  for (const section of new Set(map.sections.map(({ id }) => id))) {
    const words = wordsOf(map, section);
    for (let at = words.text.indexOf(wanted); at >= 0; at = words.text.indexOf(wanted, at + 1)) {
      if (matches.length >= MOST_MATCHES) return matches;
      const end = at + wanted.length;
      if (!isWhole(words.text, at, end)) continue;
      const score =
        sameEnd(words.text.slice(0, at), prefix) +
        sameStart(words.text.slice(end, end + suffix.length), suffix);
      matches.push({ section, score, place: { section, from: words.starts[at]!, to: words.ends[end - 1]! } });
    }
  }
  return matches;
}

const known = new WeakMap<TextMap, Map<string, NormalText>>();

function wordsOf(map: TextMap, section: string): NormalText {
  const sections = known.get(map) ?? new Map<string, NormalText>();
  known.set(map, sections);
  const words = sections.get(section) ?? comparable(map.wordsOf(section) ?? '');
  sections.set(section, words);
  return words;
}

/** Not the middle of a longer word. */
function isWhole(text: string, from: number, to: number): boolean {
  const cuts = (at: number) => /[\p{Script=Latin}\p{N}]{2}/u.test(text.slice(at - 1, at + 1));
  return !(from > 0 && cuts(from)) && !(to < text.length && cuts(to));
}

function countsEnough(text: string): boolean {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return han >= TELLING.han || text.length >= TELLING.letters;
}

function sameStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length++;
  return length;
}

function sameEnd(one: string, other: string): number {
  let length = 0;
  while (length < one.length && length < other.length && one.at(-1 - length) === other.at(-1 - length))
    length++;
  return length;
}
