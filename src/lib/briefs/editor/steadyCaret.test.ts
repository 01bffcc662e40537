import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { steadyCaret, type RemembersSelection } from './steadyCaret.ts';

function remembering(text: Y.XmlText, index: number, to = index) {
  const doc = text.doc!;
  const binding: RemembersSelection = { beforeTransactionSelection: null };
  const end = steadyCaret(doc, binding, () => null);
  const remember = () => {
    binding.beforeTransactionSelection = {
      type: 'text',
      anchor: Y.createRelativePositionFromTypeIndex(text, index),
      head: Y.createRelativePositionFromTypeIndex(text, to)
    };
  };
  const now = () => {
    const { anchor, head } = binding.beforeTransactionSelection!;
    return [anchor, head].map((at) => Y.createAbsolutePositionFromRelativePosition(at, doc)?.index);
  };
  return { remember, now, end };
}

function textWith(words: string) {
  const text = new Y.XmlText();
  new Y.Doc().getXmlFragment('text').insert(0, [text]);
  text.insert(0, words);
  return text;
}

test.each([
  ['the end', 'river', 5, 5],
  ['the middle', 'river', 2, 2],
  ['an empty text', '', 0, 0]
])('a caret at %s stays where it is when others type right there', (_, words, index, expected) => {
  const text = textWith(words);
  const caret = remembering(text, index);
  caret.remember();
  text.insert(index, 'others');
  expect(caret.now()).toEqual([expected, expected]);
});

test('a caret moves along when others type before it', () => {
  const text = textWith('river');
  const caret = remembering(text, 3);
  caret.remember();
  text.insert(0, 'the ');
  expect(caret.now()).toEqual([7, 7]);
});

test('a marked stretch keeps its own ends', () => {
  const text = textWith('river');
  const range = remembering(text, 1, 3);
  range.remember();
  text.insert(1, 'XX');
  expect(range.now()).toEqual([3, 5]);
});

test('what is selected as a whole is remembered as a place: others may delete it', () => {
  const text = textWith('river');
  const doc = text.doc!;
  const anchor = Y.createRelativePositionFromTypeIndex(text.parent as Y.XmlFragment, 0);
  const binding: RemembersSelection = { beforeTransactionSelection: { type: 'node', anchor, head: anchor } };
  const caret = Y.createRelativePositionFromTypeIndex(text, 5);
  const end = steadyCaret(doc, binding, () => ({ anchor: caret, head: caret }));
  text.insert(5, ' runs');
  const { type, head } = binding.beforeTransactionSelection!;
  expect([type, Y.createAbsolutePositionFromRelativePosition(head, doc)?.index]).toEqual(['text', 5]);
  end();
});
