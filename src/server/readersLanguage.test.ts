import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { awaitLocale, inLanguage } from './readersLanguage.ts';
import { scriptsInLanguage } from './http/scriptsInLanguage.ts';

const message = readFileSync('src/lib/i18n/paraglide/messages/common_language.js', 'utf8');
const names = new Set(['x.js']);
const en = { locale: 'en', names, ending: '.js' };
const zh = { locale: 'zh-tw', names, ending: '.zh-tw.js' };

test('a message comes to the browser in the reader’s language only', () => {
  const code = awaitLocale(message, false);
  expect(inLanguage(code, en)).toContain('Language');
  expect(inLanguage(code, en)).not.toContain('語言');
  expect(inLanguage(code, zh)).toContain('語言');
  expect(inLanguage(code, zh)).not.toContain('Language');
});

test('a message that is asked for in a language of choice is kept in all', () => {
  const code = inLanguage(awaitLocale(message, true), zh);
  expect(code).toContain('Language');
  expect(code).toContain('語言');
});

test('the browser knows the language without reading a cookie', () => {
  const runtime = awaitLocale(readFileSync('src/lib/i18n/paraglide/runtime.js', 'utf8'), false);
  expect(runtime).toContain('return __READERS_LOCALE__');
});

test('scripts of one language import only each other, and leave other files alone', () => {
  const code = `import "./x.js"; import("../nodes/x.js"); export const css = "../assets/x.css", more = 'a,../nodes/x.js,b';`;
  const told = inLanguage(code, zh);
  expect(told.match(/x\.zh-tw\.js/g)).toHaveLength(3);
  expect(told).toContain('x.css');
  expect(inLanguage(code, en).match(/x\.js/g)).toHaveLength(3);
});

test('a page names the scripts of its language, in links, in its first import and in the header', () => {
  const page = `<link href="../_app/immutable/chunks/Ab-1_.js" rel="modulepreload"><script>import("../_app/immutable/entry/start.Cd.js")</script>`;
  expect(scriptsInLanguage(page, 'zh-tw')).toContain('chunks/Ab-1_.zh-tw.js"');
  expect(scriptsInLanguage(page, 'zh-tw')).toContain('entry/start.Cd.zh-tw.js"');
  expect(scriptsInLanguage(page, 'en')).toBe(page);
  const header =
    '<./_app/immutable/nodes/0.x.js>; rel="modulepreload", <./_app/immutable/assets/a.css>; rel="preload"';
  expect(scriptsInLanguage(header, 'zh-tw')).toBe(header.replace('0.x.js', '0.x.zh-tw.js'));
});
