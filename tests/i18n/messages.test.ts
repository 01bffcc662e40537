import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { foreignCharacters, hasHalfWidthPunctuation, mainlandTerms, writtenInTaiwan } from './words.ts';

type Messages = Map<string, string>;

const folder = 'src/lib/i18n/messages';
const locales = readdirSync(folder).sort();
const rooms = [...new Set(locales.flatMap((locale) => readdirSync(join(folder, locale))))].sort();
const settings = JSON.parse(readFileSync('project.inlang/settings.json', 'utf8')) as {
  locales: string[];
  'plugin.inlang.messageFormat': { pathPattern: string[] };
};

// A message is a text, or variants (plural forms) whose texts are compared together.
function flatten(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(flatten).join(' ');
  if (value && typeof value === 'object' && 'match' in value) {
    return Object.values(value.match as Record<string, unknown>)
      .map(flatten)
      .join(' ');
  }
  return '';
}

function read(locale: string, room: string): Messages {
  const parsed = JSON.parse(readFileSync(join(folder, locale, room), 'utf8')) as Record<string, unknown>;
  return new Map(
    Object.entries(parsed)
      .filter(([key]) => key !== '$schema')
      .map(([key, value]) => [key, flatten(value)])
  );
}

function all(locale: string): Messages {
  return new Map(rooms.flatMap((room) => [...read(locale, room)]));
}

const placeholders = (text: string) => [...new Set(text.match(/\{[^{}]+\}/g) ?? [])].sort();

test('the locales on disk are those of the project', () => {
  expect([...settings.locales].sort()).toEqual(locales);
});

test('every file of messages is listed in the project', () => {
  const listed = settings['plugin.inlang.messageFormat'].pathPattern.map((path) => path.split('/').at(-1));
  expect([...listed].sort()).toEqual(rooms);
});

describe.each(rooms)('%s', (room) => {
  const english = read('en', room);

  test.each(locales)('has the same keys in %s as in English', (locale) => {
    expect([...read(locale, room).keys()].sort()).toEqual([...english.keys()].sort());
  });

  test.each(locales)('has a text for every key in %s', (locale) => {
    const empty = [...read(locale, room)].filter(([, text]) => text.trim() === '').map(([key]) => key);
    expect(empty).toEqual([]);
  });

  test.each(locales)('names the same placeholders in %s as in English', (locale) => {
    const texts = read(locale, room);
    const different = [...english].filter(
      ([key, text]) => placeholders(text).join() !== placeholders(texts.get(key) ?? text).join()
    );
    expect(different.map(([key]) => key)).toEqual([]);
  });

  test('keeps its keys to itself', () => {
    const prefix = room.replace('.json', '').replace(/s$/, '');
    expect([...english.keys()].filter((key) => !key.startsWith(prefix))).toEqual([]);
  });
});

describe('Traditional Chinese as written in Taiwan', () => {
  const known = writtenInTaiwan();
  const texts = [...all('zh-tw')];

  test('is checked against a full table', () => {
    expect(known.size).toBeGreaterThan(13_000);
    expect(foreignCharacters('請說明问题', known)).toEqual(['问', '题']);
  });

  test('uses no character from elsewhere', () => {
    const wrong = texts.map(([key, text]) => [key, foreignCharacters(text, known).join('')] as const);
    expect(wrong.filter(([, characters]) => characters !== '')).toEqual([]);
  });

  test('uses no mainland wording', () => {
    const wrong = texts.flatMap(([key, text]) =>
      Object.entries(mainlandTerms)
        .filter(([term]) => text.includes(term))
        .map(([term, ours]) => `${key}: ${term} → ${ours}`)
    );
    expect(wrong).toEqual([]);
  });

  test('sets full-width punctuation next to Han characters and next to what is filled in', () => {
    const wrong = texts.filter(([, text]) => hasHalfWidthPunctuation(text)).map(([key]) => key);
    expect(wrong).toEqual([]);
  });

  test.each(['進入: 溫以寧', '{role}: 能撰寫', '政府,企業', '標題(選填)', '在這裡 :', '真的嗎?'])(
    'would notice %s',
    (text) => expect(hasHalfWidthPunctuation(text)).toBe(true)
  );

  test.each(['進入：{name}', '連結要以 https://、mailto: 開頭。', '{here} 人在場 · {contributed} 人寫過'])(
    'lets %s be',
    (text) => expect(hasHalfWidthPunctuation(text)).toBe(false)
  );
});

function sources(at: string): string[] {
  return readdirSync(at).flatMap((name) => {
    const path = join(at, name);
    if (relative('src/lib/i18n', path).startsWith('paraglide')) return [];
    if (statSync(path).isDirectory()) return sources(path);
    return /\.(ts|svelte)$/.test(name) ? [path] : [];
  });
}

test('every message that is named in the code exists', () => {
  const keys = new Set(all('en').keys());
  const missing = sources('src').flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    if (!text.includes('paraglide/messages')) return [];
    const used = [...text.matchAll(/(?<![\w.$])m\.([a-z][a-z0-9_]*)/g)].map((match) => match[1]!);
    return used.filter((key) => !keys.has(key)).map((key) => `${path}: ${key}`);
  });
  expect(missing).toEqual([]);
});

test('no component joins texts by a colon of its own, which would be half-width in Chinese too', () => {
  const joined = sources('src')
    .filter((path) => path.endsWith('.svelte') && !path.includes('(dev)'))
    .filter((path) =>
      /[)}\w]\}: ?(?:\{|\$\{|<)|>: ?\{|\}:\s*<\/|\}: \$\{/.test(markupOf(readFileSync(path, 'utf8')))
    );
  expect(joined).toEqual([]);
});

// Types in the script hold the same signs.
const markupOf = (text: string) =>
  text.replace(/<style>[\s\S]*<\/style>/, '').replace(/\}: (?:Props|\{ [a-z])/g, '');
