import { Extension } from '@tiptap/core';
import type { Node as DocumentNode } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';

/**
 * Lets a smaller heading with no larger one before it in its section count as the section's first level, as it does in
 * the reading view: those who go by headings meet no gap. The look stays as chosen.
 */
export const headingOutline = Extension.create({
  name: 'headingOutline',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      state: {
        init: (_, { doc }) => outlined(doc),
        apply: (transaction, value) => (transaction.docChanged ? outlined(transaction.doc) : value)
      },
      props: {
        decorations(state) {
          return this.getState(state);
        }
      }
    })
  ]
});

function outlined(doc: DocumentNode): DecorationSet {
  const raised: Decoration[] = [];
  let hasLarger = false;
  doc.descendants((node, position) => {
    if (node.type.name === 'section') hasLarger = false;
    else if (node.type.name === 'heading') {
      if (node.attrs.level === 2) hasLarger = true;
      else if (!hasLarger)
        raised.push(Decoration.node(position, position + node.nodeSize, { 'aria-level': '3' }));
    }
    return !node.isTextblock;
  });
  return raised.length > 0 ? DecorationSet.create(doc, raised) : DecorationSet.empty;
}
