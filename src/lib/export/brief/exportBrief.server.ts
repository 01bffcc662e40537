import type { Actor } from '#lib/access/index.ts';
import { plainText, textHash, type BriefsRoom } from '#lib/briefs/index.server.ts';
import type { SectionText } from '#lib/briefs/index.ts';
import type { Clock, Id, Language } from '#lib/kernel/index.ts';
import type { ProgrammesRoom } from '#lib/programmes/index.server.ts';
import type { BriefExport, ExportNote } from './briefExport.ts';

/** What has been said about a text, before it is numbered. */
export type FoundNote = Omit<ExportNote, 'number'>;

/** What taking a brief out needs, handed in by the wiring. */
export type ExportBriefDeps = {
  briefs: Pick<BriefsRoom, 'getBrief' | 'briefText' | 'contributions'>;
  programmes: Pick<ProgrammesRoom, 'getProgramme'>;
  /** what this actor may see of what was said about a brief, with its kinds named in a language */
  listNotes(actor: Actor, brief: Id, lang: Language): Promise<FoundNote[]>;
  clock: Clock;
  timeZone: string;
};

/**
 * Everything a file of one brief says, as it is now.
 * @param options.origin where this installation is reached, for the permanent link; `lang`: of what is not the brief's words
 * @throws Problem `not_found`, also for whoever may not read it
 */
export const exportBrief =
  ({ briefs, programmes, listNotes, clock, timeZone }: ExportBriefDeps) =>
  async (
    actor: Actor,
    id: Id,
    { origin, lang }: { origin: string; lang: Language }
  ): Promise<BriefExport> => {
    const brief = await briefs.getBrief(actor, id);
    const [programme, { seq, sections }, contributions, notes] = await Promise.all([
      programmes.getProgramme(actor, brief.programme),
      briefs.briefText(actor, id),
      briefs.contributions(actor, id),
      listNotes(actor, id, lang)
    ]);
    return {
      brief: { ...brief, steward: brief.steward?.label ?? null, responder: brief.responder?.label ?? null },
      programme,
      sections,
      contributors: contributions.map(({ sector, people }) => ({
        sector,
        people: people.map(({ name, organisation }) => ({ name, organisation }))
      })),
      version: { seq, hash: textHash(sections) },
      link: `${origin}/p/${brief.programme}/briefs/${brief.id}`,
      ...{ at: clock(), timeZone, lang },
      notes: numbered(notes, sections)
    };
  };

/** In the order of the text, those without a place last. Text and notes are read apart: what lies beyond the text is lost. */
function numbered(notes: readonly FoundNote[], sections: readonly SectionText[]): ExportNote[] {
  const order = new Map(sections.map(({ id }, at) => [id, at]));
  const lengths = new Map(sections.map(({ id, blocks }) => [id, plainText(blocks).length]));
  const placeOf = ({ section, to }: FoundNote) => (to === null ? Infinity : (order.get(section) ?? Infinity));
  return notes
    .map((note) =>
      note.to !== null && note.to <= (lengths.get(note.section) ?? -1)
        ? note
        : { ...note, from: null, to: null }
    )
    .toSorted((a, b) => placeOf(a) - placeOf(b) || (a.to ?? 0) - (b.to ?? 0) || (a.from ?? 0) - (b.from ?? 0))
    .map((note, at) => ({ ...note, number: at + 1 }));
}
