import type { Editor } from '@tiptap/core';
import type { Command } from '@tiptap/pm/state';
import { m } from '#lib/i18n/paraglide/messages.js';
import { icons } from './icons.ts';
import { runOnTable } from './table.ts';
import {
  addColumn,
  addRow,
  deleteColumn,
  deleteRow,
  deleteTable,
  insertTable,
  toggleHeader
} from './tableCommands.ts';
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
  /** the key as people write it (Ctrl stands for Cmd on a Mac); empty where there is none */
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

/** All commands in the order of the formatting bar; groups are set apart. */
export const commandGroups: readonly (readonly EditorCommand[])[] = [
  [
    act(
      'undo',
      '↶',
      () => m.editor_undo(),
      'Ctrl+Z',
      (chain) => chain.undo()
    ),
    act(
      'redo',
      '↷',
      () => m.editor_redo(),
      'Ctrl+Shift+Z',
      (chain) => chain.redo()
    )
  ],
  [
    toggle(
      'bold',
      'B',
      () => m.editor_bold(),
      'Ctrl+B',
      (chain) => chain.toggleMark('bold')
    ),
    toggle(
      'italic',
      'I',
      () => m.editor_italic(),
      'Ctrl+I',
      (chain) => chain.toggleMark('italic')
    ),
    toggle(
      'strike',
      'S',
      () => m.editor_strike(),
      'Ctrl+Shift+S',
      (chain) => chain.toggleMark('strike')
    ),
    toggle(
      'code',
      '‹›',
      () => m.editor_code(),
      'Ctrl+E',
      (chain) => chain.toggleMark('code')
    ),
    {
      id: 'link',
      icon: icons.link,
      name: () => m.editor_link(),
      keys: 'Ctrl+K',
      words: () => m.editor_find_link(),
      isToggle: true,
      isActive: (editor) => editor.isActive('link'),
      isAllowed: () => true,
      run: (_editor, { openLink }) => openLink()
    }
  ],
  [
    heading(
      2,
      'H',
      () => m.editor_heading_2(),
      'Ctrl+Alt+2',
      () => m.editor_find_heading2()
    ),
    heading(
      3,
      'h',
      () => m.editor_heading_3(),
      'Ctrl+Alt+3',
      () => m.editor_find_heading3()
    )
  ],
  [
    {
      ...toggle(
        'bulletList',
        '•',
        () => m.editor_bullet_list(),
        'Ctrl+Shift+8',
        (chain) => chain.toggleBulletList()
      ),
      words: () => m.editor_find_bullets()
    },
    {
      ...toggle(
        'orderedList',
        '1.',
        () => m.editor_ordered_list(),
        'Ctrl+Shift+7',
        (chain) => chain.toggleOrderedList()
      ),
      words: () => m.editor_find_numbers()
    },
    {
      ...toggle(
        'taskList',
        '☑',
        () => m.editor_task_list(),
        'Ctrl+Shift+9',
        (chain) => chain.toggleTaskList()
      ),
      words: () => m.editor_find_tasks()
    },
    act(
      'indent',
      '⇥',
      () => m.editor_indent(),
      'Tab',
      (chain, editor) => chain.sinkListItem(itemAt(editor))
    ),
    act(
      'outdent',
      '⇤',
      () => m.editor_outdent(),
      'Shift+Tab',
      (chain, editor) => chain.liftListItem(itemAt(editor))
    )
  ],
  [
    {
      ...toggle(
        'blockquote',
        '❝',
        () => m.editor_quote(),
        'Ctrl+Shift+B',
        (chain) => chain.toggleBlockquote()
      ),
      words: () => m.editor_find_blockquote()
    },
    {
      ...toggle(
        'codeBlock',
        '{ }',
        () => m.editor_code_block(),
        'Ctrl+Alt+C',
        (chain) => chain.toggleCodeBlock()
      ),
      words: () => m.editor_find_code()
    },
    {
      ...act(
        'horizontalRule',
        '―',
        () => m.editor_rule(),
        '---',
        (chain) => chain.setHorizontalRule()
      ),
      words: () => m.editor_find_rule()
    },
    {
      ...onTable('table', icons.table, () => m.editor_table_insert(), 'Ctrl+Alt+T', insertTable),
      words: () => m.editor_find_table()
    },
    {
      ...act(
        'help',
        '?',
        () => m.editor_section_help(),
        '',
        (chain) => chain
      ),
      words: () => m.editor_find_help(),
      isAllowed: () => true,
      run: (_editor, { tellHelp }) => tellHelp()
    },
    {
      ...act(
        'copySection',
        'M↓',
        () => m.editor_copy_section(),
        '',
        (chain) => chain
      ),
      words: () => m.editor_find_copy(),
      isAllowed: () => true,
      run: (_editor, { copySection }) => copySection()
    }
  ]
];

/** What can be done with the table the caret is in. */
export const tableGroup: readonly EditorCommand[] = [
  onTable('rowAbove', icons.rowAbove, () => m.editor_row_above(), 'Ctrl+Shift+Enter', addRow('above')),
  onTable('rowBelow', icons.rowBelow, () => m.editor_row_below(), 'Ctrl+Enter', addRow('below')),
  onTable(
    'columnBefore',
    icons.columnBefore,
    () => m.editor_column_before(),
    'Ctrl+Alt+Shift+Enter',
    addColumn('before')
  ),
  onTable(
    'columnAfter',
    icons.columnAfter,
    () => m.editor_column_after(),
    'Ctrl+Alt+Enter',
    addColumn('after')
  ),
  {
    ...onTable('headerRow', icons.headerRow, () => m.editor_table_header(), '', toggleHeader),
    isToggle: true,
    isActive: ({ state }) => placeIn(state.selection.$head)?.table.attrs.header === true
  },
  onTable('rowDelete', icons.rowDelete, () => m.editor_row_delete(), 'Ctrl+Alt+Backspace', deleteRow),
  onTable(
    'columnDelete',
    icons.columnDelete,
    () => m.editor_column_delete(),
    'Ctrl+Alt+Shift+Backspace',
    deleteColumn
  ),
  onTable('tableDelete', icons.tableDelete, () => m.editor_table_delete(), '', deleteTable)
];

/** Every command there is. */
export const editorCommands: readonly EditorCommand[] = [...commandGroups.flat(), ...tableGroup];

/** The formats on at the caret; comparing two answers tells a screen reader what a key has changed. */
export function activeFormats(editor: Editor): EditorCommand[] {
  return editorCommands.filter((command) => command.isToggle && command.isActive(editor));
}

/** Whether the caret is in a table. */
export function isInTable({ state }: Editor): boolean {
  return placeIn(state.selection.$head) !== null;
}

const notInCells = new Set(['heading2', 'heading3', 'blockquote', 'codeBlock', 'horizontalRule']);

type Apply = (chain: Chain, editor: Editor) => Chain;

function act(id: string, glyph: string, name: () => string, keys: string, apply: Apply): EditorCommand {
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

function toggle(id: string, glyph: string, name: () => string, keys: string, apply: Apply): EditorCommand {
  return { ...act(id, glyph, name, keys, apply), isToggle: true, isActive: (editor) => editor.isActive(id) };
}

function heading(
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

function onTable(
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

const itemAt = (editor: Editor) => (editor.isActive('taskItem') ? 'taskItem' : 'listItem');
