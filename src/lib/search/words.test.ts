import { expect, test } from 'vitest';
import { snippetOf, spansOf } from './snippet.ts';
import { termsOf, wantedBy } from './words.ts';

const marks = (text: string, q: string) =>
  spansOf(text, wantedBy(q)).map(({ from, to }) => text.slice(from, to));

test('Chinese becomes overlapping pairs, and the last symbol of a run stands alone', () => {
  expect(termsOf('社會議題')).toEqual(['社會', '會議', '議題', '題']);
  expect(termsOf('ㄅㄆ，カナ')).toEqual(['ㄅㄆ', 'ㄆ', 'カナ', 'ナ']);
});

test('other words stand as they are: lower case, half width, without accents', () => {
  expect(termsOf('Ｇo 部署 CAFÉ ２０２６')).toEqual(['go', '部署', '署', 'cafe', '2026']);
  expect(termsOf('go部署v2')).toEqual(['go', '部署', '署', 'v2']);
});

test('symbols beyond the first plane are never halved', () => {
  expect(termsOf('𠮷野家')).toEqual(['𠮷野', '野家', '家']);
});

test('a query is all its words; the last may be half typed until a blank ends it', () => {
  expect(wantedBy('go 部署')).toEqual([
    { terms: ['go'], isPrefix: false, text: 'go' },
    { terms: ['部署'], isPrefix: false, text: '部署' }
  ]);
  expect(wantedBy('depl')[0]).toMatchObject({ isPrefix: true });
  expect(wantedBy('depl ')[0]).toMatchObject({ isPrefix: false });
  expect(wantedBy('議')).toEqual([{ terms: ['議'], isPrefix: true, text: '議' }]);
  expect(wantedBy('社會議題')[0]!.terms).toEqual(['社會', '會議', '議題']);
});

test('operators, quotes and stars are no words; a long query is cut', () => {
  expect(wantedBy('" * ( ) : ^ - \' & | ! \\ <->')).toEqual([]);
  expect(wantedBy('NEAR("a" b*)').map(({ text }) => text)).toEqual(['near', 'a', 'b']);
  expect(wantedBy('a '.repeat(5000))).toHaveLength(16);
  expect(wantedBy('議'.repeat(5000))[0]!.terms).toHaveLength(199);
});

test('what is found is marked where it was written, whatever its width and case', () => {
  expect(marks('先在ＧＯ上部署，再 go', 'go 部署')).toEqual(['ＧＯ', '部署', 'go']);
  expect(marks('Gone, ergo GO', 'go ')).toEqual(['GO']);
  expect(marks('Gone, ergo GO', 'go')).toEqual(['Go', 'GO']);
  expect(marks('cafe\u0301 ㍿', 'café')).toEqual(['cafe\u0301']);
  expect(marks('🚢渡船', '渡船')).toEqual(['渡船']);
});

test('a snippet begins shortly before the first mark, on its line', () => {
  const text = `第一段。\n${'前'.repeat(60)}投票${'後'.repeat(300)}`;
  const found = snippetOf(text, spansOf(text, wantedBy('投票')));
  expect(found[0]).toEqual({ text: '…', isHit: false });
  expect(found.filter(({ isHit }) => isHit)).toEqual([{ text: '投票', isHit: true }]);
  expect(found.at(-1)!.text).toBe('…');
  expect(found.map((piece) => piece.text).join('').length).toBeLessThan(125);
});
