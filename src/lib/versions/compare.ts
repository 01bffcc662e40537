import type { SectionHead, SectionText } from '#lib/briefs/index.ts';
import type { Id } from '#lib/kernel/index.ts';
import type { DiffCounts, DiffLine, DiffSection, Difference, Piece } from './difference.ts';
import { linesOf, type TextLine } from './lines.ts';
import { alike, pairLines, type LinePair } from './pairLines.ts';
import { compareWords } from './words.ts';

/** Words from this many units on are recognised when they stand elsewhere: Chinese counts threefold. */
const TELLING = 12;
/** A line that moved and was changed on the way must be more alike than one that stayed in its place. */
const MOVED_ALIKE = 0.75;
const MOST_MOVES = 20_000;

type Placed = { pair: LinePair; away?: TextLine; from?: TextLine };
type Side = { head: SectionHead; pairs: Placed[]; isNew: boolean; isGone: boolean };

/**
 * What became of a text: which lines and words came, went, moved or look different. Sections are matched by id, lines by
 * what they say, words one by one. Pure; time is bounded by the limits of its parts.
 */
export function compare(before: readonly SectionText[], after: readonly SectionText[]): Difference {
  const sides = sidesOf(before, after);
  matchMoved(sides);
  const sections = sides.map(sectionOf);
  return { sections, counts: countsOf(sections) };
}

function sidesOf(before: readonly SectionText[], after: readonly SectionText[]): Side[] {
  const old = new Map(before.map((section) => [section.id, section]));
  const now = new Set(after.map(({ id }) => id));
  const pair = (was: SectionText | undefined, is: SectionText | undefined): Side => ({
    head: headOf((is ?? was)!),
    pairs: pairLines(was ? linesOf(was) : [], is ? linesOf(is) : []).map((one) => ({ pair: one })),
    isNew: !was,
    isGone: !is
  });
  const sides = after.map((section) => pair(old.get(section.id), section));
  // A section that went stands where it stood: after the one before it that is still there.
  for (const [at, section] of before.entries()) {
    if (now.has(section.id)) continue;
    const previous = before[at - 1]?.id;
    const place = sides.findIndex(({ head }) => head.id === previous);
    sides.splice(place + 1, 0, pair(section, undefined));
  }
  return sides;
}

function headOf({ id, key, lang, of }: SectionHead): SectionHead {
  return { id, key, lang, of };
}

function matchMoved(sides: readonly Side[]): void {
  const all = sides.flatMap(({ pairs }) => pairs);
  const went = all.filter(({ pair }) => pair.after === null && isTelling(pair.before!.text));
  const came = all.filter(({ pair }) => pair.before === null && isTelling(pair.after!.text));
  const byText = new Map<string, Placed[]>();
  for (const one of went)
    byText.set(one.pair.before!.text, [...(byText.get(one.pair.before!.text) ?? []), one]);
  const left = came.filter((one) => {
    const origin = byText.get(one.pair.after!.text)?.shift();
    if (origin) join(origin, one);
    return !origin;
  });
  const free = went.filter(({ away }) => !away);
  if (free.length * left.length > MOST_MOVES) return;
  for (const one of left) {
    const candidates = free.filter(({ away }) => !away);
    const scored = candidates.map((origin) => ({
      origin,
      score: alike(origin.pair.before!, one.pair.after!)
    }));
    const best = scored.reduce<(typeof scored)[number] | null>(
      (top, next) => (next.score >= MOVED_ALIKE && next.score > (top?.score ?? 0) ? next : top),
      null
    );
    if (best) join(best.origin, one);
  }
}

function join(origin: Placed, arrival: Placed): void {
  origin.away = arrival.pair.after!;
  arrival.from = origin.pair.before!;
}

function isTelling(text: string): boolean {
  let weight = 0;
  for (const sign of text) weight += sign >= '\u2e80' ? 3 : 1;
  return weight >= TELLING;
}

function sectionOf({ head, pairs, isNew, isGone }: Side): DiffSection {
  const lines = pairs.map((placed) => lineOf(placed, head.id));
  const kind = isNew
    ? 'inserted'
    : isGone
      ? 'deleted'
      : lines.every((line) => line.kind === 'same')
        ? 'same'
        : 'changed';
  return { head, kind, lines };
}

function lineOf({ pair: { before, after }, away, from }: Placed, section: Id): DiffLine {
  if (away && before) {
    const other = away.section === section ? {} : { other: away.section };
    return { kind: 'moved_away', shape: before.shape, pieces: whole('same', before), ...other };
  }
  if (from && after) {
    const other = from.section === section ? {} : { other: from.section };
    return {
      kind: 'moved',
      shape: after.shape,
      pieces: compareWords(from, after),
      ...shapeBefore(from, after),
      ...other
    };
  }
  if (before && after) {
    const kind = before.key === after.key ? 'same' : 'changed';
    return { kind, shape: after.shape, pieces: compareWords(before, after), ...shapeBefore(before, after) };
  }
  if (after) return { kind: 'inserted', shape: after.shape, pieces: whole('inserted', after) };
  return { kind: 'deleted', shape: before!.shape, pieces: whole('deleted', before!) };
}

function whole(kind: Piece['kind'], { text, at }: TextLine): Piece[] {
  return text === '' ? [] : [{ kind, text, at }];
}

function shapeBefore(before: TextLine, after: TextLine): { wasShape?: TextLine['shape'] } {
  return JSON.stringify(before.shape) === JSON.stringify(after.shape) ? {} : { wasShape: before.shape };
}

function countsOf(sections: readonly DiffSection[]): DiffCounts {
  const counts = { inserted: 0, deleted: 0, moved: 0, reformatted: 0 };
  for (const line of sections.flatMap(({ lines }) => lines)) {
    if (line.kind === 'moved') counts.moved++;
    if (line.wasShape) counts.reformatted++;
    for (const { kind, text, reformatted } of line.pieces) {
      if (kind === 'inserted') counts.inserted += text.length;
      if (kind === 'deleted') counts.deleted += text.length;
      if (reformatted) counts.reformatted++;
    }
  }
  return counts;
}
