import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { minifySync, type Plugin } from 'vite';

const root = join(import.meta.dirname, '../..');
const LOCALE = '__READERS_LOCALE__';
const asked = 'experimentalStaticLocale ?? options.locale ?? getLocale()';
const generated = /\/i18n\/paraglide\/(?:messages\/(\w+)|runtime)\.js$/;

/**
 * Gives every reader's browser one language only: each script is written once per language, `x.js` for the base locale
 * and `x.zh-tw.js` for another, with the other languages' messages left out. The server names the scripts in the
 * reader's language (`scriptsInLanguage`); scripts of one language import only each other.
 */
export function readersLanguage(): Plugin {
  const { baseLocale, locales } = readSettings();
  const kept = messagesKeptInAllLanguages();
  return {
    name: 'groundwork-readers-language',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    transform: {
      filter: { id: generated },
      handler: (code, id) => awaitLocale(code, kept.has(generated.exec(id)?.[1] ?? ''))
    },
    writeBundle({ dir }, bundle) {
      const scripts = Object.values(bundle).filter((file) => file.type === 'chunk');
      const names = new Set(scripts.map(({ fileName }) => basename(fileName)));
      for (const { fileName, code } of scripts)
        for (const locale of locales) {
          const ending = locale === baseLocale ? '.js' : `.${locale}.js`;
          const script = inLanguage(code, { locale, names, ending });
          writeFileSync(join(dir ?? root, fileName.replace(/\.js$/, ending)), script);
        }
    }
  };
}

/**
 * What Paraglide generated, with a place for the locale that {@link inLanguage} fills: a message that is not kept in all
 * languages becomes a choice between its languages that leaves nothing behind.
 */
export function awaitLocale(code: string, isKept: boolean): string {
  if (isKept) return code.replace(asked, `options.locale ?? ${LOCALE}`);
  if (!code.includes(asked)) return code.replace(/(?<!export const )\bexperimentalStaticLocale\b/g, LOCALE);
  const choices = [...code.matchAll(/if \(locale === "([\w-]+)"\) return (\w+)\(inputs\)/g)];
  const [, base] = /\treturn (\w+)\(inputs\)\n\}\);?\s*$/.exec(code) ?? [];
  const head = /\nexport const \w+ = /.exec(code);
  if (!base || !head) return code;
  const choice = choices.map(([, locale, message]) => `${LOCALE} === "${locale}" ? ${message} : `).join('');
  return `${code.slice(0, head.index + head[0].length)}${choice}${base};`;
}

/** A script in one language, importing the scripts named with that language's ending. */
export function inLanguage(
  code: string,
  { locale, names, ending }: { locale: string; names: Set<string>; ending: string }
): string {
  const renamed = code.replace(/(?<=\/)([\w.-]+)\.js(?=["'`,])/g, (name, stem: string) =>
    names.has(name) ? stem + ending : name
  );
  const told = renamed.replaceAll(LOCALE, JSON.stringify(locale));
  const small = minifySync('script.js', told, { module: true, compress: true, mangle: { toplevel: true } });
  if (small.errors.length)
    throw new Error(`A script cannot be made in ${locale}: ${small.errors[0]!.message}`);
  return small.code;
}

/** A module that asks for messages in a language of its own choice says `{ locale }`; its messages keep them all. */
function messagesKeptInAllLanguages(): Set<string> {
  const kept = new Set<string>();
  for (const path of globSync('src/{lib,routes}/**/*.{ts,svelte}', { cwd: root })) {
    const code = readFileSync(join(root, path), 'utf8');
    if (/[{,]\s*locale\s*[:,}]/.test(code))
      for (const [, name] of code.matchAll(/\bm\.(\w+)/g)) kept.add(name!);
  }
  return kept;
}

function readSettings(): { baseLocale: string; locales: string[] } {
  return JSON.parse(readFileSync(join(root, 'project.inlang/settings.json'), 'utf8'));
}
