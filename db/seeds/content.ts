import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProgrammeRole, Sector } from '#lib/access/index.ts';
import type { Language } from '#lib/kernel/index.ts';
import { turnsFrom, type Turn } from './story.ts';

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

/** The people of the sample. */
export function cast(): CastMember[] {
  const [here, abroad] = [table<Named>('zh-Hant', 'people'), table<Named>('en', 'people')];
  return (JSON.parse(text('cast.json')) as Entry[]).map(({ key, email, role, sector, persona }) => {
    const { name, organisation = '', capacity = '' } = here[key]!;
    const place = role === 'admin' || !sector ? null : { role, sector, organisation, capacity };
    return { key, email, name: `${name} ${abroad[key]!.name}`, place, ...(persona && { persona }) };
  });
}

/** Titles and summaries of a programme or brief, in both languages. */
export function titles(key: string) {
  const [here, abroad] = [table<Titled>('zh-Hant', 'titles')[key]!, table<Titled>('en', 'titles')[key]!];
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

function table<T>(lang: Language, name: string): Record<string, T> {
  return JSON.parse(text(lang, `${name}.json`)) as Record<string, T>;
}

function text(...path: string[]): string {
  return readFileSync(join(import.meta.dirname, ...path), 'utf8');
}
