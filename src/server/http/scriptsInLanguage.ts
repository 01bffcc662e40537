import { baseLocale, type Locale } from '#lib/i18n/paraglide/runtime.js';

const script = /((?:href="|import\("|<)[./]*\/_app\/immutable\/(?:entry|chunks|nodes)\/[\w.-]+)\.js\b/g;

/**
 * A page, or a `link` header, naming the scripts made for one language (`src/server/readersLanguage.ts`). During
 * development there are none, and every script speaks all languages.
 */
export function scriptsInLanguage(text: string, locale: Locale): string {
  return locale === baseLocale ? text : text.replace(script, `$1.${locale}.js`);
}
