import { Extension } from '@tiptap/core';

/**
 * Keys beyond the usual ones: Tab leaves the editor unless it indents a list; Alt+F10 goes to the formatting bar.
 */
export const Keys = Extension.create<{ toToolbar(): void }>({
  name: 'keys',
  priority: 50,

  addOptions() {
    return { toToolbar: () => {} };
  },
  addKeyboardShortcuts() {
    return {
      'Alt-F10': () => {
        this.options.toToolbar();
        return true;
      }
    };
  }
});
