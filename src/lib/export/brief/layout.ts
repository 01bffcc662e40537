import { sectorNameIn, type Sector } from '#lib/access/index.ts';
import { sectionTitle, type Block, type BriefStage } from '#lib/briefs/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { Language } from '#lib/kernel/index.ts';
import type { BriefExport, ExportNote, Named } from './briefExport.ts';
import { Cleaner } from './cleanText.ts';
import { withNotes } from './notedBlocks.ts';

/** Words with the language they are in. */
export type Words = { text: string; lang: Language };
/** A line of the frame: what it is, and what is said; `href` when that is an address. */
export type Fact = { label: string; value: string; href?: string };
/** One note, ready to be shown: `lead` is what kind it is, `isPlaced` whether a run with its number stands in the text. */
export type LaidNote = {
  number: number;
  lead: string;
  quote: string;
  text: string;
  who: string;
  lang: Language;
  isPlaced: boolean;
};

/** What every written format shows, in its order: only how it looks is left to them. */
export type Layout = {
  lang: Language;
  programme: Words;
  title: Words;
  titles: readonly Words[];
  summaries: readonly Words[];
  facts: readonly Fact[];
  sections: readonly { id: string; title: string; lang: Language; blocks: readonly Block[] }[];
  emptyText: string;
  contributors: { title: string; groups: readonly Fact[]; notHeard: string | null };
  notes: readonly LaidNote[];
  notesTitle: string;
  lostTitle: string;
  colophonTitle: string;
  colophon: readonly Fact[];
  at: number;
};

/** The tag of a language as documents and pages carry it. */
export const langTag = (lang: Language): string => (lang === 'en' ? 'en' : 'zh-Hant-TW');
const localeOf = (lang: Language) => ({ locale: lang === 'en' ? ('en' as const) : ('zh-tw' as const) });

/** Lays a brief out in the language of the file, with a note's number wherever one stands. Pure. */
export function layoutOf(value: BriefExport): Layout {
  const { brief, lang } = value;
  const cleaner = new Cleaner();
  const other: Language = brief.lang === 'en' ? 'zh-Hant' : 'en';
  const inBoth = (own: string | null, translated: string | null): Words[] => [
    ...(own ? [{ text: own, lang: brief.lang }] : []),
    ...(translated ? [{ text: translated, lang: other }] : [])
  ];
  const titles = inBoth(brief.title, brief.titleTranslated);
  const known = new Set(value.sections.map(({ id }) => id));
  const isPlaced = ({ section, to }: ExportNote) => to !== null && known.has(section);
  const sections = value.sections
    .map(({ id, key, lang: own, blocks }) => {
      const here = value.notes.filter((note) => note.section === id && isPlaced(note));
      const noted = withNotes(
        blocks,
        here.map(({ number, to }) => ({ number, at: to! }))
      );
      return {
        id,
        title: sectionTitle(key, own),
        lang: own,
        blocks: cleaner.blocks(noted),
        isBlank: isEmpty(noted)
      };
    })
    .filter(({ isBlank }) => !isBlank);
  const notes = value.notes.map((note) => laid(note, lang, isPlaced(note), cleaner));
  const words = localeOf(lang);
  return {
    ...{ lang, titles, sections, notes, at: value.at },
    programme: programmeWords(value),
    title: titles.find((one) => one.lang === lang) ?? titles[0]!,
    summaries: readersFirst(inBoth(brief.summary, brief.summaryTranslated), lang),
    facts: factsOf(value),
    emptyText: sections.length === 0 ? m.export_empty({}, words) : '',
    contributors: contributorsOf(value),
    notesTitle: m.export_notes({}, words),
    lostTitle: m.export_notes_lost({}, words),
    colophonTitle: m.export_colophon({}, words),
    colophon: colophonOf(value, cleaner.removed)
  };
}

const readersFirst = (both: readonly Words[], lang: Language) =>
  both.toSorted((a, b) => Number(b.lang === lang) - Number(a.lang === lang));

// A section with a note in it says something, whatever became of its words.
function isEmpty(blocks: readonly Block[]): boolean {
  return !blocks.some(
    (node) =>
      node.type === 'horizontalRule' ||
      (node.type === 'text' && (node.text?.trim() !== '' || node.attrs?.note !== undefined)) ||
      (node.content !== undefined && !isEmpty(node.content))
  );
}

function programmeWords({ programme, lang }: BriefExport): Words {
  const isOther = programme.lang !== lang && programme.titleTranslated;
  return isOther
    ? { text: programme.titleTranslated!, lang }
    : { text: programme.title, lang: programme.lang };
}

const stages: Record<BriefStage, typeof m.briefs_stage_draft> = {
  draft: m.briefs_stage_draft,
  framed: m.briefs_stage_framed,
  ready: m.briefs_stage_ready,
  closed: m.briefs_stage_closed
};

function factsOf({ brief, lang, at, timeZone }: BriefExport): Fact[] {
  const words = localeOf(lang);
  const nobody = m.briefs_card_nobody({}, words);
  return [
    { label: m.briefs_card_stage({}, words), value: stages[brief.stage]({}, words) },
    { label: m.briefs_card_steward({}, words), value: brief.steward ?? nobody },
    { label: m.briefs_card_responder({}, words), value: brief.responder ?? nobody },
    { label: m.export_date({}, words), value: dayOf(at, timeZone, lang) }
  ];
}

/** A day in the words of a language. */
export function dayOf(at: number, timeZone: string, lang: Language): string {
  const tag = lang === 'en' ? 'en-GB' : 'zh-TW';
  return new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone }).format(at);
}

function contributorsOf({ contributors, lang }: BriefExport): Layout['contributors'] {
  const words = localeOf(lang);
  const comma = m.programmes_sector_join({}, words);
  const nameOf = (sector: Sector) => sectorNameIn(sector, words.locale);
  const [heard, silent] = [contributors.filter(hasPeople), contributors.filter((one) => !hasPeople(one))];
  return {
    title: m.export_contributors({}, words),
    groups: heard.map(({ sector, people }) => ({
      label: nameOf(sector),
      value: people.map((one) => personWords(one, lang)).join(comma)
    })),
    notHeard:
      silent.length > 0
        ? m.access_table_sentence_empty(
            { sectors: silent.map(({ sector }) => nameOf(sector)).join(comma) },
            words
          )
        : null
  };
}

const hasPeople = ({ people }: { people: readonly Named[] }) => people.length > 0;

/** Somebody with their organisation, as a file names them. */
export function personWords({ name, organisation }: Named, lang: Language): string {
  return organisation ? m.export_person({ name, organisation }, localeOf(lang)) : name;
}

function colophonOf({ version, link, lang }: BriefExport, removed: number): Fact[] {
  const words = localeOf(lang);
  return [
    { label: m.export_version({}, words), value: String(version.seq) },
    { label: 'SHA-256', value: version.hash },
    { label: m.export_link({}, words), value: link, href: link },
    ...(removed > 0
      ? [{ label: m.export_removed_label({}, words), value: m.export_removed({ count: removed }, words) }]
      : [])
  ];
}

function laid(note: ExportNote, lang: Language, isPlaced: boolean, cleaner: Cleaner): LaidNote {
  return {
    ...{ number: note.number, lead: note.label, lang, isPlaced },
    quote: cleaner.text(note.quote).replace(/\s+/gu, ' ').trim(),
    text: cleaner.text(note.text ?? '').trim(),
    who: note.who ? personWords(note.who, lang) : ''
  };
}

/** A note as one line: kind, the words it stands on, what was said, who. */
export function noteLine({ lead, quote, text, who, lang }: LaidNote): string {
  const words = localeOf(lang);
  const said = [m.export_quote({ quote }, words), text].filter(Boolean).join(lang === 'en' ? ' ' : '');
  return m.export_note({ lead, said: who ? m.export_said_by({ said, who }, words) : said }, words);
}
