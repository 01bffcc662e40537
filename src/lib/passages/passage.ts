import type { Affiliation } from '#lib/access/index.ts';
import type { Id, Language } from '#lib/kernel/index.ts';

/** What a marked stretch of a brief is for those who marked it. */
export const passageKinds = ['need', 'evidence', 'limit', 'question', 'assumption', 'term'] as const;
export type PassageKind = (typeof passageKinds)[number];

/** A kind by its name; null for what is none. */
export function passageKindAmong(name: string | null | undefined): PassageKind | null {
  return passageKinds.find((kind) => kind === name) ?? null;
}

/**
 * How the words behind a passage stand to those somebody last stood by: the same; other words that change little;
 * others that may change what it says, so that it asks; or gone.
 */
export const passageStatuses = ['in_sync', 'wording_changed', 'suspect', 'removed'] as const;
export type PassageStatus = (typeof passageStatuses)[number];

/** Why a passage asks: a word that carries weight changed (a number, a "not"), or much of the text. */
export type SuspectReason = 'protected' | 'much';

/** A stretch of a section's words, in UTF-16 units of `plainText(section.blocks)`. */
export type PassagePlace = { section: Id; from: number; to: number };

/** A place as a document that may be ahead of the offsets knows it: Yjs relative positions as JSON. */
export type PassageAnchor = { start: unknown; end: unknown };

/** Where a passage is in the text as it stood at `seq`, and what stands there. Place and text are null once removed. */
export type PassageFinding = {
  status: PassageStatus;
  reason: SuspectReason | null;
  place: PassagePlace | null;
  text: string | null;
  anchor: PassageAnchor | null;
  seq: number;
};

/** A marked stretch of a brief's text, and what became of it. */
export type Passage = PassageFinding & {
  id: Id;
  programme: Id;
  brief: Id;
  /** where it stands, or stood last */
  section: Id;
  /** null for one that only carries comments */
  kind: PassageKind | null;
  author: Id;
  /** as what the author spoke when they marked it */
  affiliation: Affiliation;
  lang: Language;
  createdAt: number;
  /** what was marked, and a little of what stood around it then */
  quote: string;
  prefix: string;
  suffix: string;
  /** what somebody last stood by; the quote itself until then */
  seen: string;
  /** SHA-256 of the words of `seen`, without what does not count */
  seenHash: string;
  /** when it was taken away; it stays readable at its own address */
  removedAt: number | null;
};

/** A passage as it is shown: with who marked it. */
export type PassageView = Passage & { name: string };

/** One passage for its own page, with what the asking person may do with it. */
export type PassageDetail = PassageView & { may: { change: boolean } };

/** Most characters a passage may have. */
export const LONGEST_PASSAGE = 4_000;

/** How much of the text around a passage is kept with it. */
export const CONTEXT = 32;
