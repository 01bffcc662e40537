import { blocksFromMarkdown, type Block } from '#lib/briefs/index.server.ts';
import type { Language } from '#lib/kernel/index.ts';

/** One person's turn at one section: what they add at its end, or a phrase they change. */
export type Turn = {
  who: string;
  section: string;
  lang: Language;
  /** milliseconds since the epoch */
  at: number;
  does: { kind: 'add'; blocks: Block[] } | { kind: 'replace'; from: string; to: string };
};

const DAY = 24 * 60 * 60 * 1000;
// The invented city keeps Taiwan's time.
const CITY_OFFSET = 8 * 60 * 60 * 1000;

/** The moment `days` days before the city's today, at `time` (hh:mm there). */
export function cityTime(now: number, days: number, time: string): number {
  const midnight = Math.floor((now + CITY_OFFSET) / DAY) * DAY - CITY_OFFSET;
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return midnight - days * DAY + (hours * 60 + minutes) * 60_000;
}

const TURN = /^=== (?<who>\w+) (?<section>\w+) (?<days>\d+)d (?<time>\d\d:\d\d)(?<replace> replace)?$/;

/**
 * Reads a story file: turns headed `=== who section 3d 20:15`, followed by Markdown, or with `replace` at the end by
 * one line `old words => new words`.
 * @throws Error naming the line that cannot be read
 */
export function turnsFrom(file: string, lang: Language, now: number): Turn[] {
  return file
    .split(/^(?==== )/m)
    .filter((piece) => piece.trim() !== '')
    .map((piece) => turnFrom(piece, lang, now));
}

function turnFrom(piece: string, lang: Language, now: number): Turn {
  const [head = '', ...rest] = piece.split('\n');
  const told = TURN.exec(head)?.groups;
  if (!told) throw new Error(`The sample has a turn without a proper head: ${head}`);
  const { who = '', section = '', days = '', time = '', replace } = told;
  const body = rest.join('\n').trim();
  const [from = '', to = ''] = body.split(' => ');
  const does: Turn['does'] = replace
    ? { kind: 'replace', from, to }
    : { kind: 'add', blocks: blocksFromMarkdown(body) };
  return { who, section, lang, at: cityTime(now, Number(days), time), does };
}
