import type { Affiliation } from '#lib/access/index.ts';
import type { Id } from '#lib/kernel/index.ts';

/** A text of a brief that somebody gave a name. `hash` is the SHA-256 of its canonical text. */
export type Version = {
  id: Id;
  brief: Id;
  /** the place of the text's log it was taken at */
  seq: number;
  name: string;
  note: string | null;
  author: Id;
  affiliation: Affiliation;
  at: number;
  hash: string;
  sealedAt: number | null;
  sealedBy: Id | null;
};

/** As a list shows it: with names, and whether today's text still says the same. */
export type ListedVersion = Version & { authorName: string; sealedByName: string | null; isCurrent: boolean };
