import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Id } from '#lib/kernel/index.ts';
import { emptyBrief, plainText, sectionsOf } from '../document.ts';
import { clientOf, doubledSections, joinSections } from './doubledSections.ts';

const problem = 'a'.repeat(22) as Id;
const start = emptyBrief([{ id: problem, key: 'problem', lang: 'zh-Hant', of: null }]);

function person(client: number): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = client;
  Y.applyUpdate(doc, start);
  return doc;
}

function addTranslation(doc: Y.Doc, id: string, words: string[]): Y.XmlElement {
  const section = new Y.XmlElement('section');
  for (const [name, value] of Object.entries({ id: id.repeat(22), key: 'problem', lang: 'en', of: problem }))
    section.setAttribute(name, value);
  doc.getXmlFragment('text').insert(1, [section]);
  section.insert(
    0,
    words.map((word) => {
      const paragraph = new Y.XmlElement('paragraph');
      paragraph.insert(0, [new Y.XmlText(word)]);
      return paragraph;
    })
  );
  return section;
}

function exchange(...docs: Y.Doc[]): void {
  for (const from of docs) for (const to of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from));
}

/** What each client does for itself: it joins what it added. */
function repair(doc: Y.Doc): void {
  for (const pair of doubledSections(doc)) if (clientOf(pair.later) === doc.clientID) joinSections(pair);
}

const seen = (doc: Y.Doc) => sectionsOf(doc).map(({ lang, blocks }) => `${lang}: ${plainText(blocks)}`);

test.each([
  ['both wrote', ['one'], ['two', 'three'], 'en: one\ntwo\nthree'],
  ['only the first wrote', ['one'], [''], 'en: one'],
  ['only the later wrote', [''], ['two', 'three'], 'en: two\nthree'],
  ['nobody wrote', [''], [''], 'en: ']
])(
  'a translation added by two people at once becomes one, and nothing is lost: %s',
  (_, first, later, expected) => {
    const [one, other] = [person(1), person(2)];
    addTranslation(one, 'b', first);
    addTranslation(other, 'c', later);
    exchange(one, other);
    expect(doubledSections(one)).toHaveLength(1);
    repair(one);
    repair(other);
    exchange(one, other);
    expect(seen(one)).toEqual(['zh-Hant: ', expected]);
    expect(seen(other)).toEqual(seen(one));
    expect(doubledSections(one)).toEqual([]);
  }
);

test('what somebody types into the first one’s empty paragraph meanwhile stays beside what is moved there', () => {
  const [one, other] = [person(1), person(2)];
  const first = addTranslation(one, 'b', ['']);
  addTranslation(other, 'c', ['later']);
  exchange(one, other);
  ((first.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'early ');
  repair(other);
  exchange(one, other);
  expect(seen(one)).toEqual(seen(other));
  expect(['en: early later', 'en: laterearly ']).toContain(seen(one)[1]);
});

test('marks, lists and line breaks move as they are', () => {
  const [one, other] = [person(1), person(2)];
  addTranslation(one, 'b', ['']);
  const section = addTranslation(other, 'c', ['bold']);
  const paragraph = section.get(0) as Y.XmlElement;
  (paragraph.get(0) as Y.XmlText).format(0, 4, { bold: {} });
  paragraph.insert(1, [new Y.XmlElement('hardBreak'), new Y.XmlText('next')]);
  const before = sectionsOf(other)[1]!.blocks;
  exchange(one, other);
  repair(other);
  expect(sectionsOf(other)[1]!.blocks).toEqual([{ type: 'paragraph' }, ...before]);
});

test('translations into different languages or of different sections are not doubled', () => {
  const doc = person(1);
  addTranslation(doc, 'b', ['one']);
  const other = addTranslation(doc, 'c', ['two']);
  other.setAttribute('of', 'd'.repeat(22));
  expect(doubledSections(doc)).toEqual([]);
});
