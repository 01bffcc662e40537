import { Extension } from '@tiptap/core';
import { TextSelection, type EditorState } from '@tiptap/pm/state';

/** Ctrl/Cmd+A selects the text of the section the caret is in; pressed again, or where nothing is, the whole brief. */
export const SelectSection = Extension.create({
  name: 'selectSection',
  // Before the editor's own key, which takes everything at once.
  priority: 1000,
  addKeyboardShortcuts() {
    return {
      'Mod-a': ({ editor }) => {
        const selection = textOfSection(editor.state);
        if (!selection || selection.empty || covers(editor.state, selection)) return false;
        editor.view.dispatch(editor.state.tr.setSelection(selection));
        return true;
      }
    };
  }
});

/** @returns a selection of all text in the section where the caret is, or null with the caret in none or several */
export function textOfSection({ doc, selection: { $from, $to } }: EditorState): TextSelection | null {
  if ($from.depth === 0 || $to.depth === 0 || $from.index(0) !== $to.index(0)) return null;
  const selection = TextSelection.between(doc.resolve($from.start(1)), doc.resolve($from.end(1)));
  return selection instanceof TextSelection ? selection : null;
}

function covers({ selection }: EditorState, { from, to }: TextSelection): boolean {
  return selection.from <= from && selection.to >= to;
}
