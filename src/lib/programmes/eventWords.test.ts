import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { getLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';
import { eventSentence, eventWords } from './eventWords.ts';

const root = join(import.meta.dirname, '..');

function recordedTypes(): Set<string> {
  const types = new Set<string>();
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  for (const file of files) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts') || file.includes('paraglide')) continue;
    const source = readFileSync(join(root, file), 'utf8');
    if (!/\.record\(|\brecordChange\(|NewEvent\b/.test(source)) continue;
    // Rights are named the same way, in the present tense.
    const acts = source.replace(/\b(?:guard|can)\([^)]*\)/g, '');
    for (const [, type] of acts.matchAll(
      /'((?:account|brief|comment|instance|invitation|journal|member|passage|programme|section|token|version)\.[a-z_]+)'/g
    ))
      types.add(type!);
  }
  return types;
}

describe('the words of the record', () => {
  it('has a sentence for every event type the services and rooms record', () => {
    const types = recordedTypes();
    expect(types.size).toBeGreaterThan(5);
    expect([...types].filter((type) => !(type in eventWords))).toEqual([]);
  });

  it('names no event type that nothing records', () => {
    const types = recordedTypes();
    expect(Object.keys(eventWords).filter((type) => !types.has(type))).toEqual([]);
  });

  it('says that it does not know a type from another version, with its name', () => {
    expect(eventSentence('workshop.opened')).toContain('workshop.opened');
  });
});

describe('somebody who speaks from elsewhere', () => {
  const before = getLocale;
  afterEach(() => overwriteGetLocale(before));

  const moved = (from: string, to: string, changed: string[]) => {
    const data = { from: { sector: from, proof: 'vouched' }, to: { sector: to, proof: 'vouched' }, changed };
    return (['en', 'zh-tw'] as const).map((locale) => {
      overwriteGetLocale(() => locale);
      return eventSentence('member.affiliation_changed', data);
    });
  };

  it('is said to have gone from one sector to another, in both languages', () => {
    expect(moved('government', 'business', ['sector'])).toEqual([
      'now speaks for Business, before that for Government',
      '把身分從「政府」改為「企業」'
    ]);
  });

  it.each([
    [['sector', 'organisation'], 'government', ['organisation is another', '單位也變了']],
    [['organisation'], 'business', ['another organisation', '換了單位']],
    [['capacity'], 'business', ['another capacity', '換了職稱']]
  ])('%j is told apart', (changed, from, words) => {
    const said = moved(from, 'business', changed);
    words.forEach((word, index) => expect(said[index]).toContain(word));
  });

  it('is said without the sectors where an entry does not hold them', () => {
    overwriteGetLocale(() => 'en');
    expect(eventSentence('member.affiliation_changed', { from: 'x', to: null })).toBe(
      'changed their affiliation'
    );
  });
});
