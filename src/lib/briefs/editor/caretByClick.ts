import { Plugin, TextSelection } from '@tiptap/pm/state';

/**
 * A click moves the browser's caret at once; the editor hears of it a moment later, on a slow phone much later. What
 * somebody else writes in between would put the caret back to where the editor last knew it, and the next words into
 * another section. So the editor takes the place from the click itself.
 */
export function caretByClick(): Plugin {
  return new Plugin({
    props: {
      handleClick(view, position, event) {
        if (event.button !== 0 || event.shiftKey) return false;
        const { doc, selection, tr } = view.state;
        const clicked = TextSelection.near(doc.resolve(position));
        if (!clicked.eq(selection)) view.dispatch(tr.setSelection(clicked).setMeta('pointer', true));
        return false;
      }
    }
  });
}
