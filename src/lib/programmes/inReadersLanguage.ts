import type { Language } from '#lib/kernel/index.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { m } from '#lib/i18n/paraglide/messages.js';

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
