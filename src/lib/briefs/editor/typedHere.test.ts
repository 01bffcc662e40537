import { getSchema, Node } from '@tiptap/core';
import type { Node as Text } from '@tiptap/pm/model';
import { EditorState, TextSelection } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { blocksAndMarks } from './nodes.ts';
import { Section } from './section.ts';
import { writeTypedHere } from './typedHere.ts';

const schema = getSchema([
  Node.create({ name: 'doc', topNode: true, content: 'section*' }),
  Section,
  ...blocksAndMarks((text) => text)
]);
const attrs = { id: '0'.repeat(22), key: 'problem', lang: 'en', of: null };
const lineBreak = '\n';

/** An editor with this paragraph, and its caret where the bar is. */
function editing(paragraph: string): EditorState {
  const inline = paragraph
    .replace('|', '')
    .split(/(\n)/)
    .filter(Boolean)
    .map((piece): Text => (piece === lineBreak ? schema.node('hardBreak') : schema.text(piece)));
  const doc = schema.node('doc', null, [
    schema.node('section', attrs, [schema.node('paragraph', null, inline)])
  ]);
  return EditorState.create({ doc, selection: TextSelection.create(doc, 2 + paragraph.indexOf('|')) });
}

function holding(...pieces: string[]) {
  const root = new Y.Doc().getXmlFragment('text');
  const section = new Y.XmlElement('section');
  const paragraph = new Y.XmlElement('paragraph');
  root.insert(0, [section]);
  section.insert(0, [paragraph]);
  const texts = pieces.map((piece) =>
    piece === lineBreak ? new Y.XmlElement('hardBreak') : new Y.XmlText(piece)
  );
  paragraph.insert(0, texts);
  const text = texts[0] as Y.XmlText;
  const changes: unknown[] = [];
  for (const each of texts) each.observe((event) => changes.push(event.changes.delta));
  return { root, text, changes };
}

test.each([
  ['a letter before the same letter', 'rest', 'r|rest', [{ insert: 'r' }]],
  ['a letter between two of them', 'book', 'boo|ok', [{ retain: 2 }, { insert: 'o' }]],
  ['a word before the same word', ' reuse ', ' reuse | reuse ', [{ insert: ' reuse ' }]],
  ['one letter of two, backwards', 'book', 'bo|k', [{ retain: 2 }, { delete: 1 }]],
  ['one letter of two, forwards', 'book', 'b|ok', [{ retain: 1 }, { delete: 1 }]],
  ['a word in place of another', 'one two', 'one four|', [{ retain: 4 }, { delete: 3 }, { insert: 'four' }]],
  ['the first letter of all', '', 'r|', [{ insert: 'r' }]],
  ['a character of two code units', '🌊🌋', '🌊🌊|🌋', [{ retain: 2 }, { insert: '🌊' }]]
])('%s is written where it was typed', (_, was, typed, delta) => {
  const { root, text, changes } = holding(was);
  root.doc!.transact(() => writeTypedHere(root, editing(typed)));
  expect(text.toString()).toBe(typed.replace('|', ''));
  expect(changes).toEqual([delta]);
});

test('each side of a line break is a text of its own', () => {
  const { root, changes } = holding('so', lineBreak, 'so');
  writeTypedHere(root, editing('so\ns|so'));
  expect(changes).toEqual([[{ insert: 's' }]]);
});

test('a changed structure is left to the binding', () => {
  const { root, changes } = holding('so');
  writeTypedHere(root, editing('s\n|o'));
  expect(changes).toEqual([]);
});
