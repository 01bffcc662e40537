import type { Sector } from '#lib/access/index.ts';
import type { BriefStage, SectionText } from '#lib/briefs/index.ts';
import type { Id, Language } from '#lib/kernel/index.ts';

/** Somebody as a file names them. */
export type Named = { name: string; organisation: string | null };

/** What was said about a place in the text: a passage, later a comment. */
export type ExportNote = {
  id: Id;
  /** 1 for the first in the order of the text */
  number: number;
  section: Id;
  /** UTF-16 offsets in `plainText(blocks)` of the section; both null when the words are no longer there */
  from: number | null;
  to: number | null;
  /** as it is stored: `need`, `evidence`… */
  kind: string;
  /** the same in the words of the file's language */
  label: string;
  quote: string;
  /** what was said with it; null when marking the words said it all */
  text: string | null;
  who: Named | null;
};

/** One brief as it goes out: everything a file of any format says, and nothing that belongs to one format. */
export type BriefExport = {
  brief: {
    id: Id;
    title: string;
    summary: string | null;
    lang: Language;
    titleTranslated: string | null;
    summaryTranslated: string | null;
    stage: BriefStage;
    steward: string | null;
    responder: string | null;
  };
  programme: { title: string; titleTranslated: string | null; lang: Language };
  sections: readonly SectionText[];
  /** every sector in the order of the table, also those nobody has written from */
  contributors: readonly { sector: Sector; people: readonly Named[] }[];
  /** the place of the text's log, and the SHA-256 of what it says there */
  version: { seq: number; hash: string };
  /** permanent, absolute */
  link: string;
  /** when it was taken out (ms), and where that is which day */
  at: number;
  timeZone: string;
  /** the language of whatever is not the brief's own words */
  lang: Language;
  notes: readonly ExportNote[];
};
