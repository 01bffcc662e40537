import type { Block, SectionHead } from '#lib/briefs/index.ts';
import type { Id } from '#lib/kernel/index.ts';

/**
 * A stretch of words that stayed, came or went. `at` counts UTF-16 units in `plainText` of its section: of the text before
 * for what went, of the text after for everything else.
 */
export type Piece = {
  kind: 'same' | 'inserted' | 'deleted';
  text: string;
  at: number;
  /** the words stayed, their formatting did not */
  reformatted?: true;
};

/** What a line is: the kind of block and what it stands in, outermost first. */
export type LineShape = { type: Block['type']; within: readonly Block['type'][]; level?: number };

/** A paragraph, heading, list item's line or the like, as the later text has it, or the earlier one when it went. */
export type DiffLine = {
  kind: 'same' | 'changed' | 'inserted' | 'deleted' | 'moved' | 'moved_away';
  shape: LineShape;
  pieces: readonly Piece[];
  /** what it was before, when that is different */
  wasShape?: LineShape;
  /** the section it came from or went to, when it is another one */
  other?: Id;
};

export type DiffSection = {
  head: SectionHead;
  kind: 'same' | 'changed' | 'inserted' | 'deleted';
  lines: readonly DiffLine[];
};

/** Counts of UTF-16 units, lines and stretches, for words about a difference. */
export type DiffCounts = { inserted: number; deleted: number; moved: number; reformatted: number };

export type Difference = { sections: readonly DiffSection[]; counts: DiffCounts };
