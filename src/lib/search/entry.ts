import type { Id, Language, Notice } from '#lib/kernel/index.ts';
import type { Piece } from './snippet.ts';

/** What can be found. A room that feeds a new kind of thing names it here. */
export const entryKinds = ['programme', 'brief', 'section', 'passage', 'comment', 'term'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** One thing to be found, as its room has it now. */
export type SearchEntry = {
  kind: EntryKind;
  /** tells it from the other entries of its source, and stays the same when it changes */
  subject: string;
  brief: Id | null;
  lang: Language;
  /** its name; empty for what has none */
  title: string;
  /** headings within it */
  heading: string;
  /** its words, one line for each paragraph */
  text: string;
  /** what its room wants to show with it, such as the key of a section */
  label: string | null;
  /** its page, below the programme's: `/briefs/…` */
  path: string;
  /** from where in `text` on a link leads where: offset in UTF-16 units, and what follows `#` */
  places: readonly (readonly [number, string])[];
};

/** All that one subject of a room gives the index, and a stamp that differs whenever any of it does. */
export type SearchSubject = { programme: Id; stamp: string; entries: readonly SearchEntry[] };

/**
 * A room's share of the index. What is indexed is always read from what is committed; nothing of it decides rights.
 */
export type SearchSource = {
  /** its name, for ever */
  name: string;
  /** every subject with its stamp, the one longest unchanged first */
  stamps(): Promise<ReadonlyMap<Id, string>>;
  /** the subjects a notice is about */
  touchedBy(notice: Notice): readonly Id[] | Promise<readonly Id[]>;
  /** null when it is gone */
  read(subject: Id): Promise<SearchSubject | null>;
};

/** Something found: an entry with its words marked, and where it is. */
export type Hit = {
  kind: EntryKind;
  subject: string;
  programme: Id;
  brief: Id | null;
  lang: Language;
  label: string | null;
  title: readonly Piece[];
  snippet: readonly Piece[];
  /** below the programme's page, with the very place */
  path: string;
};
