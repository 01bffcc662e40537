import { expect, test } from 'vitest';
import type { Member } from './member.ts';
import { filterMembers } from './memberFilter.ts';

const member = (name: string, organisation: string | null, proofNote: string | null = null): Member => ({
  ...{ id: name, name, kind: 'full', role: 'contributor', joinedAt: 0, proofNote, proofBy: null },
  affiliation: { sector: 'government', organisation, capacity: null, proof: 'self_declared' }
});
const all = [
  {
    sector: 'government' as const,
    members: [member('林怡辰', '水利署', 'wra.gov.tw'), member('Wu Ａnn', 'Water Office')]
  },
  { sector: 'business' as const, members: [] }
];
const found = (query: string) =>
  filterMembers(all, query, () => '政府 參與者').flatMap(({ members }) => members.map(({ name }) => name));

test.each([
  ['', ['林怡辰', 'Wu Ａnn']],
  ['水利', ['林怡辰']],
  ['water ann', ['Wu Ａnn']],
  ['ＷＡＴＥＲ', ['Wu Ａnn']],
  ['gov.tw', ['林怡辰']],
  ['政府 怡', ['林怡辰']],
  ['nobody', []]
])('%j finds %j', (query, names) => expect(found(query)).toEqual(names));

test('sectors in which nobody is found stay in the list', () => {
  expect(filterMembers(all, 'nobody', () => '').map(({ sector }) => sector)).toEqual([
    'government',
    'business'
  ]);
});
