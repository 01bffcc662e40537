import { expect, test } from 'vitest';
import type { Id, RecordedEvent } from '#lib/kernel/index.ts';
import { entryWords } from './entryWords.ts';

const ann = 'A'.repeat(22) as Id;
const bo = 'B'.repeat(22) as Id;
const people = {
  [ann]: { name: 'Ann', kind: 'full', sector: 'business', organisation: 'Today Ltd' },
  [bo]: { name: 'Bo', kind: 'guest', sector: null, organisation: null }
} as const;

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
