import type { ProgrammeRole, Visibility } from '#lib/access/index.ts';
import type { Language } from '#lib/kernel/index.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { ProgrammeKind } from './programme.ts';

/** A kind of programme, named in the reader's language. */
export const kindName: Record<ProgrammeKind, () => string> = {
  hackathon: m.programmes_kind_hackathon,
  immersion: m.programmes_kind_immersion,
  workshop_series: m.programmes_kind_workshop_series,
  course: m.programmes_kind_course,
  accelerator: m.programmes_kind_accelerator
};

/** One line on what a kind of programme is. */
export const kindLine: Record<ProgrammeKind, () => string> = {
  hackathon: m.programmes_kind_hackathon_line,
  immersion: m.programmes_kind_immersion_line,
  workshop_series: m.programmes_kind_workshop_series_line,
  course: m.programmes_kind_course_line,
  accelerator: m.programmes_kind_accelerator_line
};

/** What a visibility means for people, in a sentence. */
export const visibilityLine: Record<Visibility, () => string> = {
  public: m.programmes_visibility_public_line,
  unlisted: m.programmes_visibility_unlisted_line,
  private: m.programmes_visibility_private_line
};

/** What a role may do, in half a line. */
export const roleLine: Record<ProgrammeRole, () => string> = {
  facilitator: m.programmes_role_facilitator_line,
  contributor: m.programmes_role_contributor_line,
  commenter: m.programmes_role_commenter_line,
  observer: m.programmes_role_observer_line
};

/** A language, named in itself. */
export const languageName: Record<Language, () => string> = {
  'zh-Hant': m.programmes_lang_zh,
  en: m.programmes_lang_en
};

/** Something with a title and perhaps its translation. */
export type Titled = {
  lang: Language;
  title: string;
  titleTranslated?: string | null;
  summary?: string | null;
  summaryTranslated?: string | null;
};

/** Text and the language it is really in, for the `lang` attribute. */
export type InLanguage = { text: string; lang: Language };

/** The language of content that fits the reader's interface. */
export function readersLanguage(): Language {
  return getLocale() === 'zh-tw' ? 'zh-Hant' : 'en';
}

/** The title in the reader's language when somebody has translated it, else as it was written. */
export function titleFor(thing: Titled): InLanguage {
  return pick(thing.lang, thing.title, thing.titleTranslated);
}

/** The summary in the reader's language, else as written; null when there is none. */
export function summaryFor(thing: Titled): InLanguage | null {
  const chosen = pick(thing.lang, thing.summary ?? '', thing.summaryTranslated);
  return chosen.text === '' ? null : chosen;
}

function pick(lang: Language, text: string, translated: string | null | undefined): InLanguage {
  if (readersLanguage() === lang || !translated) return { text, lang };
  return { text: translated, lang: readersLanguage() };
}

/** ISO dates as a person writes them, with the words around them; null when neither is known. */
export function datesText(from: string | null | undefined, until: string | null | undefined): string | null {
  if (from && until) {
    return from === until
      ? dateText(from)
      : m.programmes_dates_range({ from: dateText(from), to: dateText(until) });
  }
  if (from) return m.programmes_dates_from({ from: dateText(from) });
  return until ? m.programmes_dates_until({ to: dateText(until) }) : null;
}

/** ISO dates in few words, for lists: `21–28 Nov`, `11月21日至28日`; the year only when it is not this one. */
export function shortDates(from: string | null, until: string | null, today: string): string | null {
  const isThisYear = [from, until].every((day) => day === null || day.slice(0, 4) === today.slice(0, 4));
  const format = new Intl.DateTimeFormat(dateLocale(), {
    ...{ day: 'numeric', month: 'short', timeZone: 'UTC' },
    ...(!isThisYear && { year: 'numeric' })
  });
  const [start, end] = [from, until].map((day) => (day === null ? null : new Date(`${day}T00:00:00Z`)));
  if (start && end) return format.formatRange(start, end);
  if (start) return m.programmes_dates_from({ from: format.format(start) });
  return end ? m.programmes_dates_until({ to: format.format(end) }) : null;
}

/** One day in the reader's language. Takes an ISO date or milliseconds. */
export function dateText(day: string | number): string {
  const format = new Intl.DateTimeFormat(dateLocale(), {
    dateStyle: 'long',
    timeZone: typeof day === 'string' ? 'UTC' : undefined
  });
  return format.format(typeof day === 'string' ? new Date(`${day}T00:00:00Z`) : day);
}

const dateLocale = () => (getLocale() === 'zh-tw' ? 'zh-Hant-TW' : 'en-GB');
