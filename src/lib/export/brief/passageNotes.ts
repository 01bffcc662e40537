import type { Affiliation } from '#lib/access/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { Id, Language } from '#lib/kernel/index.ts';
import type { FoundNote } from './exportBrief.server.ts';

/** As much of a passage as a note says; the room of passages is told of it by the wiring. */
export type NotedPassage = {
  id: Id;
  section: Id;
  kind: keyof typeof kinds | null;
  place: { section: Id; from: number; to: number } | null;
  quote: string;
  name: string;
  affiliation: Pick<Affiliation, 'organisation'>;
};

const kinds = {
  need: m.export_kind_need,
  evidence: m.export_kind_evidence,
  limit: m.export_kind_limit,
  question: m.export_kind_question,
  assumption: m.export_kind_assumption,
  term: m.export_kind_term
};

/** Passages as notes of a file. One without a kind only carries comments, and has nothing to say by itself. */
export function passageNotes(passages: readonly NotedPassage[], lang: Language): FoundNote[] {
  const locale = lang === 'en' ? 'en' : 'zh-tw';
  return passages.flatMap(({ id, section, kind, place, quote, name, affiliation }): FoundNote[] => {
    if (kind === null) return [];
    return [
      {
        ...{ id, kind, quote, text: null, label: kinds[kind]({}, { locale }) },
        ...{ section: place?.section ?? section, from: place?.from ?? null, to: place?.to ?? null },
        who: name ? { name, organisation: affiliation.organisation } : null
      }
    ];
  });
}
