import { afterEach, expect, test } from 'vitest';
import { getLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';
import type { Id, RecordedEvent } from '#lib/kernel/index.ts';
import { entryWords } from './entryWords.ts';

const ann = 'A'.repeat(22) as Id;
const bo = 'B'.repeat(22) as Id;
const people = {
  [ann]: { name: 'Ann', kind: 'full', sector: 'business', organisation: 'Today Ltd' },
  [bo]: { name: 'Bo', kind: 'guest', sector: null, organisation: null }
} as const;

const before = getLocale;
afterEach(() => overwriteGetLocale(before));

function entry(what: Partial<RecordedEvent>): RecordedEvent {
  const event = {
    type: 'brief.created',
    actor: ann,
    affiliation: null,
    subject: { kind: 'brief', id: bo },
    data: {}
  };
  return { ...event, ...what } as RecordedEvent;
}

test('an entry says the sector and organisation of then; without them the sector of today, and no organisation', () => {
  const affiliation = { sector: 'technology', organisation: 'Then Ltd' };
  expect(entryWords(entry({ affiliation }), people)).toMatchObject({
    name: 'Ann',
    sector: 'technology',
    organisation: 'Then Ltd'
  });
  expect(entryWords(entry({}), people)).toMatchObject({ sector: 'business', organisation: null });
});

test('an entry names whom it was done to, but nobody twice', () => {
  const toBo = entry({ type: 'member.removed', subject: { kind: 'member', id: bo } });
  expect(entryWords(toBo, people).what).toContain('Bo');
  const toSelf = entry({ type: 'member.removed', subject: { kind: 'member', id: ann } });
  expect(entryWords(toSelf, people).what).not.toContain('Ann');
});

test('an entry of somebody unknown and one of the system have a name, too', () => {
  expect(entryWords(entry({ actor: 'system' }), {}).name).not.toBe('');
  expect(entryWords(entry({ actor: bo }), {}).name).not.toBe('');
});

test.each([
  ['en', 'joined as Contributor', 'brought a member in: Bo · Facilitator'],
  ['zh-tw', '以共筆者的身分加入', '讓一位成員加入：Bo · 引導者']
] as const)(
  'who joins, and who brings somebody in, is said in a sentence: %s',
  (locale, joined, admitted) => {
    overwriteGetLocale(() => locale);
    const data = { role: 'contributor', sector: 'business', proof: 'self_declared' };
    const own = entry({ type: 'member.joined', subject: { kind: 'member', id: ann }, data });
    expect(entryWords(own, people).what).toBe(joined);
    const others = entry({
      type: 'member.joined',
      subject: { kind: 'member', id: bo },
      data: { ...data, role: 'facilitator' }
    });
    expect(entryWords(others, people).what).toBe(admitted);
    expect(entryWords({ ...own, data: {} }, people).what).not.toContain('{');
  }
);
