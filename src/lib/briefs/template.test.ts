import { expect, test } from 'vitest';
import { briefTemplate, sectionKeys, sectionPrompt, sectionTitle, textSectionKeys } from './index.ts';

test('fifteen parts, of which people write thirteen', () => {
  expect(sectionKeys).toHaveLength(15);
  expect(sectionKeys[0]).toBe('card');
  expect(sectionKeys.at(-1)).toBe('history');
  expect(textSectionKeys).toEqual(sectionKeys.slice(1, 14));
});

test('keys fit the grammar of stored text', () => {
  for (const key of sectionKeys) expect(key).toMatch(/^[a-z][a-z0-9_]{0,39}$/);
});

test('title and prompt come in the section’s language, whoever reads', () => {
  for (const key of Object.keys(briefTemplate)) {
    for (const text of [sectionTitle(key, 'zh-Hant'), sectionPrompt(key, 'zh-Hant')])
      expect(text).toMatch(/\p{Script=Han}/u);
    for (const text of [sectionTitle(key, 'en'), sectionPrompt(key, 'en')])
      expect(text).toMatch(/^[A-Z][^\p{Script=Han}]+$/u);
  }
});

test('titles differ from one another', () => {
  for (const lang of ['en', 'zh-Hant'] as const) {
    expect(new Set(sectionKeys.map((key) => sectionTitle(key, lang))).size).toBe(15);
  }
});

test('sections outside the template have a neutral title and ask nothing', () => {
  for (const key of [null, 'unknown', 'constructor']) {
    expect(sectionTitle(key, 'en')).toBe('Further section');
    expect(sectionPrompt(key, 'zh-Hant')).toBe('');
  }
});
