import { Extension } from '@tiptap/core';
import { Plugin, type EditorState } from '@tiptap/pm/state';

/** What was typed after a slash that stands alone on its line. */
export type SlashText = { from: number; to: number; query: string };

/** The keys the open list takes; true when it used one. */
export type SlashKeys = (key: 'ArrowDown' | 'ArrowUp' | 'Enter' | 'Tab' | 'Escape') => boolean;

/**
 * @returns the slash and what follows it, if the caret stands behind them and nothing else is in the paragraph. A slash
 * inside a sentence, an address or a date is none.
 */
export function slashAt({ selection }: EditorState): SlashText | null {
  const { $head, empty } = selection;
  if (!empty || $head.parent.type.name !== 'paragraph' || $head.parentOffset !== $head.parent.content.size)
    return null;
  const [, query] = /^[/／]([^/／\s]{0,24})$/u.exec($head.parent.textContent) ?? [];
  return query === undefined || $head.parent.childCount !== 1
    ? null
    : { from: $head.start(), to: $head.pos, query };
}

/** The commands whose name or words begin with, or contain, what was typed, best match first; an empty query finds all. */
export function findBySlash<T extends { name(): string; words?(): string }>(
  commands: readonly T[],
  query: string
): T[] {
  const typed = plain(query);
  const ranked = commands.flatMap((command) => {
    if (!command.words) return [];
    const [name, words] = [plain(command.name()), plain(command.words())];
    const begins = words.split(/\s+/).some((word) => word.startsWith(typed));
    const rank = name.startsWith(typed) ? 0 : begins ? 1 : `${name} ${words}`.includes(typed) ? 2 : null;
    return rank === null ? [] : [{ command, rank }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ command }) => command);
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase();

/** Hands the keys of an open list over before the text gets them; never while a word is being composed. */
export const SlashMenu = Extension.create<{ keys: SlashKeys }>({
  name: 'slashMenu',
  priority: 3000,
  addOptions() {
    return { keys: () => false };
  },
  addProseMirrorPlugins() {
    const { keys } = this.options;
    const taken = ['ArrowDown', 'ArrowUp', 'Enter', 'Tab', 'Escape'] as const;
    return [
      new Plugin({
        props: {
          handleKeyDown(view, event) {
            if (view.composing || event.isComposing || event.keyCode === 229) return false;
            if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return false;
            const key = taken.find((one) => one === event.key);
            return key !== undefined && keys(key);
          }
        }
      })
    ];
  }
});
