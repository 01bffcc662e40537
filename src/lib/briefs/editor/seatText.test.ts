import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { emptyBrief } from '../document.ts';
import { seatText } from './seatText.ts';

const text = (doc: Y.Doc) => doc.getXmlFragment('text');

test('a new empty paragraph deep inside what was inserted gets a text to write in', () => {
  const doc = new Y.Doc();
  doc.transact((transaction) => {
    const list = new Y.XmlElement('bulletList');
    const item = new Y.XmlElement('listItem');
    item.insert(0, [new Y.XmlElement('paragraph')]);
    list.insert(0, [item]);
    text(doc).insert(0, [list]);
    seatText(transaction);
  });
  expect(text(doc).toString()).toBe('<bulletlist><listitem><paragraph></paragraph></listitem></bulletlist>');
  const item = (text(doc).get(0) as Y.XmlElement).get(0) as Y.XmlElement;
  expect((item.get(0) as Y.XmlElement).get(0)).toBeInstanceOf(Y.XmlText);
});

test('blocks that were there before, and those that hold blocks, are left alone', () => {
  const doc = new Y.Doc();
  text(doc).insert(0, [new Y.XmlElement('paragraph')]);
  doc.transact((transaction) => {
    text(doc).insert(1, [new Y.XmlElement('horizontalRule')]);
    seatText(transaction);
  });
  expect(
    text(doc)
      .toArray()
      .map((node) => (node as Y.XmlElement).length)
  ).toEqual([0, 0]);
});

test('two people who begin in the same empty section at once both keep their words', () => {
  const start = emptyBrief([{ id: 'a'.repeat(22), key: 'problem', lang: 'en', of: null }]);
  const [one, other] = [new Y.Doc(), new Y.Doc()];
  for (const doc of [one, other]) Y.applyUpdate(doc, start);
  const seatOf = (doc: Y.Doc) =>
    ((text(doc).get(0) as Y.XmlElement).get(0) as Y.XmlElement).get(0) as Y.XmlText;
  seatOf(one).insert(0, 'river');
  seatOf(other).insert(0, 'flood');
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other));
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
  expect(seatOf(one).toString()).toBe(seatOf(other).toString());
  expect(['riverflood', 'floodriver']).toContain(seatOf(one).toString());
});
