import { foldText, isRun, isWordUnit, type Wanted } from './words.ts';

/** A stretch of text as it was written; `isHit` where it is what was looked for. */
export type Piece = { text: string; isHit: boolean };
/** Where a word stands in a text, in UTF-16 units. */
export type Span = { from: number; to: number };

const BEFORE = 24;
const LENGTH = 120;

/** Where the words of a query stand in a text, in order and apart from one another. */
export function spansOf(text: string, wanted: readonly Wanted[]): Span[] {
  const { folded, starts } = foldedWithPlaces(text);
  const all = wanted.flatMap((word) => placesOf(folded, word)).sort((a, b) => a.from - b.from || b.to - a.to);
  const apart: Span[] = [];
  for (const { from, to } of all) {
    const last = apart.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else apart.push({ from, to });
  }
  return apart.map(({ from, to }) => ({ from: starts[from]!, to: starts[to] ?? text.length }));
}

/** A text with what was found in it marked. */
export function marked(text: string, spans: readonly Span[], from = 0, to = text.length): Piece[] {
  const found: Piece[] = [];
  let at = from;
  for (const span of spans) {
    if (span.from < at || span.to > to) continue;
    found.push({ text: text.slice(at, span.from), isHit: false });
    found.push({ text: text.slice(span.from, span.to), isHit: true });
    at = span.to;
  }
  found.push({ text: text.slice(at, to), isHit: false });
  return found.filter((piece) => piece.text !== '');
}

/** A short part of a text around the first thing found, cut at a line and never within a symbol; the start when nothing is. */
export function snippetOf(text: string, spans: readonly Span[]): Piece[] {
  const first = spans[0]?.from ?? 0;
  const line = text.lastIndexOf('\n', first - 1) + 1;
  const from = whole(text, Math.max(line, first - BEFORE));
  const to = whole(text, Math.min(text.length, from + LENGTH));
  const found = marked(text, spans, from, to).map((piece) => ({
    ...piece,
    text: piece.text.replaceAll(/\s+/gu, ' ')
  }));
  if (from > line) found.unshift({ text: '…', isHit: false });
  if (to < text.length) found.push({ text: '…', isHit: false });
  return found;
}

function placesOf(folded: string, { text, isPrefix }: Wanted): Span[] {
  const places: Span[] = [];
  for (let from = folded.indexOf(text); from >= 0; from = folded.indexOf(text, from + text.length)) {
    const to = from + text.length;
    const isWhole = isRun(text) || (!isWordUnit(folded[from - 1]) && (isPrefix || !isWordUnit(folded[to])));
    if (isWhole) places.push({ from, to });
  }
  return places;
}

function foldedWithPlaces(text: string): { folded: string; starts: number[] } {
  let folded = '';
  const starts: number[] = [];
  for (const { 0: symbol, index } of text.matchAll(/\P{M}\p{M}*|\p{M}+/gu)) {
    const part = foldText(symbol);
    folded += part;
    for (let unit = 0; unit < part.length; unit++) starts.push(index);
  }
  return { folded, starts };
}

// Never between the halves of a symbol.
function whole(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
