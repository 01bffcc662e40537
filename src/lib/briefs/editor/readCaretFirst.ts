import { Plugin } from '@tiptap/pm/state';
import type { Doc } from 'yjs';

/**
 * A click moves the browser's caret at once; the editor hears of it a moment later. A change by somebody else in
 * between would put the caret back to where the editor last knew it, and the next words into another section. So the
 * editor looks before any change to the document begins.
 */
export function readCaretFirst(doc: Doc): Plugin {
  return new Plugin({
    view(view) {
      let isOwn = false;
      const read = () => {
        // Not in ProseMirror's types; it is what the editor itself calls when it hears of a click.
        const { domObserver } = view as unknown as { domObserver: { flush(): void } };
        if (!isOwn && view.hasFocus() && !view.composing) domObserver.flush();
      };
      doc.on('beforeAllTransactions', read);
      return {
        // What the editor does by itself goes into the document right after this; its caret is the newer one then.
        update() {
          isOwn = true;
          queueMicrotask(() => (isOwn = false));
        },
        destroy: () => doc.off('beforeAllTransactions', read)
      };
    }
  });
}
