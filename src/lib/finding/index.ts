import type { Id, Language } from '#lib/kernel/index.ts';
import type { EntryKind, Piece } from '#lib/search/index.ts';

/** A text with its language. */
export type Named = { id: Id; title: string; lang: Language; titleTranslated: string | null };

/** Something found, and where: `path` leads to the very place. */
export type Found = {
  kind: EntryKind;
  programme: Named;
  brief: Named | null;
  lang: Language;
  /** what it is part of, e.g. the name of a section in its language */
  label: string | null;
  title: readonly Piece[];
  snippet: readonly Piece[];
  path: string;
};

/** What was found, best first. Whether there is more, but not how much: counting would cost more than finding. */
export type FoundPage = { found: Found[]; hasMore: boolean };
