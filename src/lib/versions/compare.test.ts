import { expect, test } from 'vitest';
import { plainText, type Block, type SectionText } from '#lib/briefs/index.ts';
import { compare } from './compare.ts';
import type { DiffLine } from './difference.ts';
import { linesOf } from './lines.ts';
import { wordsOf } from './words.ts';

const text = (words: string, ...marks: string[]): Block => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 && { marks: marks.map((type) => ({ type })) })
});
const paragraph = (...content: (string | Block)[]): Block => ({
  type: 'paragraph',
  content: content.map((one) => (typeof one === 'string' ? text(one) : one))
});
const heading = (words: string): Block => ({ type: 'heading', attrs: { level: 2 }, content: [text(words)] });
const list = (...items: string[]): Block => ({
  type: 'bulletList',
  content: items.map((item) => ({ type: 'listItem', content: [paragraph(item)] }))
});
const section = (id: string, ...blocks: Block[]): SectionText => ({
  ...{ id, key: 'problem', lang: 'zh-Hant', of: null },
  blocks
});
const said = ({ kind, pieces }: DiffLine) => [
  kind,
  pieces
    .map(({ kind, text, reformatted }) =>
      kind === 'inserted'
        ? `[+${text}]`
        : kind === 'deleted'
          ? `[-${text}]`
          : reformatted
            ? `[~${text}]`
            : text
    )
    .join('')
];
const between = (before: Block[], after: Block[]) =>
  compare([section('a', ...before)], [section('a', ...after)]).sections[0]!.lines.map(said);

test('Chinese is compared by character, other words and numbers whole', () => {
  expect(wordsOf('約3,000位 cyclist’s 12:30 在2.5公里')).toEqual([
    '約',
    '3,000',
    '位',
    ' ',
    'cyclist’s',
    ' ',
    '12:30',
    ' ',
    '在',
    '2.5',
    '公',
    '里'
  ]);
  expect(between([paragraph('渡船每天 3 班，長者不便')], [paragraph('渡船每天 30 班，長者很不便')])).toEqual([
    ['changed', '渡船每天 [-3][+30] 班，長者[+很]不便']
  ]);
});

test('a sentence written anew is not cut into crumbs', () => {
  expect(between([paragraph('他們 walk the pier 早上')], [paragraph('他們 ride a bus 早上')])).toEqual([
    ['changed', '他們 [-walk the pier][+ride a bus] 早上']
  ]);
});

test('a paragraph that moved is recognised, also when a word changed on the way', () => {
  const [a, b, c] = ['第一段說的是渡船停駛的事情', '第二段說的是公車的班次太少', '第三段說的是長者就醫的路'];
  const lines = between(
    [paragraph(a), paragraph(b), paragraph(c)],
    [paragraph(b), paragraph(c), paragraph(a)]
  );
  expect(lines.map(([kind]) => kind)).toEqual(['moved_away', 'same', 'same', 'moved']);
  const changed = compare(
    [section('a', paragraph(a)), section('b', paragraph(b))],
    [section('a'), section('b', paragraph(b), paragraph('第一段說的是渡輪停駛的事情'))]
  );
  expect(changed.sections[1]!.lines.at(-1)).toMatchObject({ kind: 'moved', other: 'a' });
  expect(said(changed.sections[1]!.lines.at(-1)!)[1]).toBe('第一段說的是渡[-船][+輪]停駛的事情');
  expect(changed.counts).toMatchObject({ moved: 1, inserted: 1, deleted: 1 });
});

test('what only looks different says so and changes no word', () => {
  expect(between([paragraph('請務必準時')], [paragraph('請', text('務必', 'bold'), '準時')])).toEqual([
    ['changed', '請[~務必]準時']
  ]);
  const [line] = compare([section('a', paragraph('目標'))], [section('a', heading('目標'))]).sections[0]!
    .lines;
  expect(line).toMatchObject({
    kind: 'changed',
    shape: { type: 'heading' },
    wasShape: { type: 'paragraph' }
  });
  expect(between([paragraph('一'), paragraph('二')], [list('一', '二')]).map(([kind]) => kind)).toEqual([
    'changed',
    'changed'
  ]);
});

test('sections that came or went stand in their places', () => {
  const { sections } = compare(
    [section('a', paragraph('甲')), section('b', paragraph('乙')), section('c', paragraph('丙'))],
    [section('a', paragraph('甲')), section('c', paragraph('丙')), section('d', paragraph('丁'))]
  );
  expect(sections.map(({ head, kind }) => [head.id, kind])).toEqual([
    ['a', 'same'],
    ['b', 'deleted'],
    ['c', 'same'],
    ['d', 'inserted']
  ]);
});

test('places are those of the plain text, in lists, tables and across line breaks', () => {
  const blocks: Block[] = [
    paragraph('前', { type: 'hardBreak' }, '後'),
    { type: 'horizontalRule' },
    list('甲', '乙'),
    {
      type: 'table',
      content: [
        {
          type: 'tableRow',
          content: [{ type: 'tableCell', content: [paragraph('格')] }, { type: 'tableCell' }]
        }
      ]
    },
    { type: 'codeBlock', content: [text('a\nb')] }
  ];
  const plain = plainText(blocks);
  for (const { at, text } of linesOf(section('a', ...blocks)))
    expect(plain.slice(at, at + text.length)).toBe(text);
  const { sections } = compare([section('a')], [section('a', ...blocks)]);
  expect(
    sections[0]!.lines
      .flatMap(({ pieces }) => pieces)
      .every(({ at, text }) => plain.slice(at, at + text.length) === text)
  ).toBe(true);
});

test('nothing is lost: what stayed and went is the text before, what stayed and came the text after', () => {
  let seed = 7;
  const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
  const words = ['渡船', '停駛', ' ferry ', '3', '30', '長者', '，', '不', '\n'];
  const line = () => Array.from({ length: 1 + random(12) }, () => words[random(words.length)]!).join('');
  for (let round = 0; round < 200; round++) {
    const before = Array.from({ length: random(6) }, () => paragraph(line()));
    const after = before.filter(() => random(4) > 0).map((one) => (random(3) ? one : paragraph(line())));
    if (random(2)) after.splice(random(after.length + 1), 0, paragraph(line()));
    const { lines } = compare([section('a', ...before)], [section('a', ...after)]).sections[0]!;
    const side = (kinds: DiffLine['kind'][], piece: 'deleted' | 'inserted') =>
      lines
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ pieces }) =>
          pieces
            .filter(({ kind }) => kind !== piece)
            .map(({ text }) => text)
            .join('')
        )
        .join('\n');
    expect(side(['same', 'changed', 'inserted', 'moved'], 'deleted')).toBe(plainText(after));
    expect(side(['same', 'changed', 'deleted', 'moved_away'], 'inserted')).toBe(plainText(before));
  }
});
