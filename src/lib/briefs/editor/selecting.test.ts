import { getSchema, Node } from '@tiptap/core';
import { EditorState, TextSelection } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import { emptiedSections } from './emptied.ts';
import { clearAcross } from './walls.ts';
import { blocksAndMarks } from './nodes.ts';
import { Section } from './section.ts';
import { textOfSection } from './selectSection.ts';

const schema = getSchema([
  Node.create({ name: 'doc', topNode: true, content: 'section*' }),
  Section,
  ...blocksAndMarks((text) => text)
]);

function briefOf(...sections: string[][]): EditorState {
  return EditorState.create({
    doc: schema.node(
      'doc',
      null,
      sections.map((paragraphs, index) =>
        schema.node(
          'section',
          { id: String(index).repeat(22), key: 'problem', lang: 'en', of: null },
          paragraphs.map((text) => schema.node('paragraph', null, text ? [schema.text(text)] : []))
        )
      )
    )
  });
}
const select = (state: EditorState, from: number, to = from) =>
  state.apply(state.tr.setSelection(TextSelection.create(state.doc, from, to)));

test('the section’s text is what the first Ctrl+A selects', () => {
  const state = select(briefOf(['one', 'two'], ['three']), 3);
  const { from, to } = textOfSection(state)!;
  expect(state.doc.textBetween(from, to, '|')).toBe('one|two');
});

test('with the caret in an empty section or across two there is no such text', () => {
  expect(textOfSection(select(briefOf([''], ['three']), 2))!.empty).toBe(true);
  expect(textOfSection(select(briefOf(['one'], ['three']), 3, 10))).toBe(null);
});

test('only sections that had words and lost all of them count as emptied', () => {
  const state = briefOf(['one'], [''], ['three'], ['four']);
  const all = select(state, 2, state.doc.content.size - 4);
  const cleared = all.apply(clearAcross(all));
  expect(cleared.doc.childCount).toBe(4);
  expect(emptiedSections(state.doc, cleared.doc)).toBe(2);
  expect(emptiedSections(cleared.doc, state.doc)).toBe(0);
});
