import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProgrammeRole, Sector } from '#lib/access/index.ts';
import type { Language } from '#lib/kernel/index.ts';
import castList from './cast.json' with { type: 'json' };
import peopleEn from './en/people.json' with { type: 'json' };
import titlesEn from './en/titles.json' with { type: 'json' };
import { turnsFrom, type Turn } from './story.ts';
import peopleZh from './zh-Hant/people.json' with { type: 'json' };
import titlesZh from './zh-Hant/titles.json' with { type: 'json' };

/** Who can be entered as with one click in the demo, in the order of the page. */
export const personas = ['facilitator', 'government', 'civil_society', 'technology', 'business'] as const;
export type Persona = (typeof personas)[number];

/** Somebody in the sample. The admin runs the installation and belongs to no programme. */
export type CastMember = {
  key: string;
  email: string;
  /** both languages, as people here write it */
  name: string;
  persona?: Persona;
  place: { role: ProgrammeRole; sector: Sector; organisation: string; capacity: string } | null;
  /** what the demo page says of them */
  described: Record<Language, string>;
};

type Titled = { title: string; summary: string; steward?: string; responder?: string };
type Entry = {
  key: string;
  email: string;
  role: ProgrammeRole | 'admin';
  sector?: Sector;
  persona?: Persona;
};
type Named = { name: string; organisation?: string; capacity?: string };

// Imported, not read: the demo page is built, and there is no folder of seeds beside a build.
const people = { here: peopleZh as Record<string, Named>, abroad: peopleEn as Record<string, Named> };
const titled = { here: titlesZh as Record<string, Titled>, abroad: titlesEn as Record<string, Titled> };

/** The people of the sample. */
export function cast(): CastMember[] {
  return (castList as Entry[]).map(({ key, email, role, sector, persona }) => {
    const [here, abroad] = [people.here[key]!, people.abroad[key]!];
    const [organisation, capacity] = [both(here.organisation, abroad.organisation), here.capacity ?? ''];
    const place = role === 'admin' || !sector ? null : { role, sector, organisation, capacity };
    const described = {
      'zh-Hant': [here.organisation, here.capacity].filter(Boolean).join('・'),
      en: [abroad.organisation, abroad.capacity].filter(Boolean).join(', ')
    };
    return { key, email, name: both(here.name, abroad.name), place, described, ...(persona && { persona }) };
  });
}

// As organisations here put it on a card: their own name, then the one for visitors.
const both = (here = '', abroad = '') => `${here} ${abroad}`.trim();

/** Titles and summaries of a programme or brief, in both languages. */
export function titles(key: string) {
  const [here, abroad] = [titled.here[key]!, titled.abroad[key]!];
  return {
    fields: {
      lang: 'zh-Hant' as const,
      title: here.title,
      summary: here.summary,
      titleTranslated: abroad.title,
      summaryTranslated: abroad.summary
    },
    steward: here.steward ?? null,
    responder: here.responder ?? null
  };
}

/** Everything people wrote in one brief, with times counted back from `now`. */
export function turns(brief: string, languages: readonly Language[], now: number): Turn[] {
  return languages.flatMap((lang) => turnsFrom(text(lang, `${brief}.md`), lang, now));
}

function text(...path: string[]): string {
  return readFileSync(join(import.meta.dirname, ...path), 'utf8');
}
