import type { Editor } from '@tiptap/core';
import type { Command } from '@tiptap/pm/state';
import { runOnTable } from './table.ts';
import { placeIn } from './tablePlace.ts';

/** What a command may ask of the page around the text. */
export type Surroundings = {
  /** asks for a link's address */
  openLink(): void;
  /** says what the section with the caret is meant to hold */
  tellHelp(): void;
  /** puts the section with the caret on the clipboard as Markdown */
  copySection(): void;
};

/**
 * One thing that can be done with the text. The table of all of them drives the formatting bar and the list that the
 * slash opens; whoever lists or searches what the editor can do reads it too.
 */
export type EditorCommand = {
  id: string;
  /** a sign, or the path of a drawing 20 wide and high; its name is beside it for everyone who cannot see it */
  glyph?: string;
  icon?: string;
  name(): string;
  /** the key as `keyCaps` reads it; empty where there is none */
  keys: string;
  /** further words, in both languages, by which the slash finds it; without them it is not in that list */
  words?(): string;
  /** whether it is something text has or has not, rather than an act */
  isToggle: boolean;
  isActive(editor: Editor): boolean;
  isAllowed(editor: Editor): boolean;
  run(editor: Editor, around: Surroundings): void;
};

type Chain = ReturnType<Editor['chain']>;

/** Whether the caret is in a table. */
export function isInTable({ state }: Editor): boolean {
  return placeIn(state.selection.$head) !== null;
}

const notInCells = new Set(['heading2', 'heading3', 'blockquote', 'codeBlock', 'horizontalRule', 'table']);

/** Whether a cell of a table can hold what the command makes. */
export function standsInCells({ id }: EditorCommand): boolean {
  return !notInCells.has(id);
}

type Apply = (chain: Chain, editor: Editor) => Chain;

/** A command that does something to the text. */
export function act(
  id: string,
  glyph: string,
  name: () => string,
  keys: string,
  apply: Apply
): EditorCommand {
  return {
    id,
    glyph,
    name,
    keys,
    isToggle: false,
    isActive: () => false,
    // Asked of the chain alone it would be so in a cell, too, where the document then refuses it.
    isAllowed: (editor) =>
      !(notInCells.has(id) && isInTable(editor)) && apply(editor.can().chain() as Chain, editor).run(),
    run: (editor) => apply(editor.chain().focus(), editor).run()
  };
}

/** A command for what text has or has not. */
export function toggle(
  id: string,
  glyph: string,
  name: () => string,
  keys: string,
  apply: Apply
): EditorCommand {
  return { ...act(id, glyph, name, keys, apply), isToggle: true, isActive: (editor) => editor.isActive(id) };
}

/** A command that makes a heading of the caret's line, or a line of the heading. */
export function heading(
  level: 2 | 3,
  glyph: string,
  name: () => string,
  keys: string,
  words: () => string
): EditorCommand {
  return {
    ...toggle(`heading${level}`, glyph, name, keys, (chain) => chain.toggleHeading({ level })),
    words,
    isActive: (editor) => editor.isActive('heading', { level })
  };
}

/** An act on the table the caret is in. */
export function onTable(
  id: string,
  icon: string,
  name: () => string,
  keys: string,
  command: Command
): EditorCommand {
  return {
    id,
    icon,
    name,
    keys,
    isToggle: false,
    isActive: () => false,
    isAllowed: ({ state }) => command(state),
    run: ({ view }) => {
      view.focus();
      runOnTable(view, command);
    }
  };
}

/** The kind of list item the caret is in. */
export const itemAt = (editor: Editor) => (editor.isActive('taskItem') ? 'taskItem' : 'listItem');
