import type { Editor } from '@tiptap/core';
import { m } from '#lib/i18n/paraglide/messages.js';
import { act, heading, itemAt, onTable, toggle, type EditorCommand } from './command.ts';
import { icons } from './icons.ts';
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

/** All commands in the order of the formatting bar; groups are set apart. */
export const commandGroups: readonly (readonly EditorCommand[])[] = [
  [
    act(
      'undo',
      '↶',
      () => m.editor_undo(),
      'Mod+Z',
      (chain) => chain.undo()
    ),
    act(
      'redo',
      '↷',
      () => m.editor_redo(),
      'Mod+Shift+Z',
      (chain) => chain.redo()
    )
  ],
  [
    toggle(
      'bold',
      'B',
      () => m.editor_bold(),
      'Mod+B',
      (chain) => chain.toggleMark('bold')
    ),
    toggle(
      'italic',
      'I',
      () => m.editor_italic(),
      'Mod+I',
      (chain) => chain.toggleMark('italic')
    ),
    toggle(
      'strike',
      'S',
      () => m.editor_strike(),
      'Mod+Shift+S',
      (chain) => chain.toggleMark('strike')
    ),
    toggle(
      'code',
      '‹›',
      () => m.editor_code(),
      'Mod+E',
      (chain) => chain.toggleMark('code')
    ),
    {
      id: 'link',
      icon: icons.link,
      name: () => m.editor_link(),
      keys: 'Mod+K',
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
      'Mod+Alt+2',
      () => m.editor_find_heading2()
    ),
    heading(
      3,
      'h',
      () => m.editor_heading_3(),
      'Mod+Alt+3',
      () => m.editor_find_heading3()
    )
  ],
  [
    {
      ...toggle(
        'bulletList',
        '•',
        () => m.editor_bullet_list(),
        'Mod+Shift+8',
        (chain) => chain.toggleBulletList()
      ),
      words: () => m.editor_find_bullets()
    },
    {
      ...toggle(
        'orderedList',
        '1.',
        () => m.editor_ordered_list(),
        'Mod+Shift+7',
        (chain) => chain.toggleOrderedList()
      ),
      words: () => m.editor_find_numbers()
    },
    {
      ...toggle(
        'taskList',
        '☑',
        () => m.editor_task_list(),
        'Mod+Shift+9',
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
        'Mod+Shift+B',
        (chain) => chain.toggleBlockquote()
      ),
      words: () => m.editor_find_blockquote()
    },
    {
      ...toggle(
        'codeBlock',
        '{ }',
        () => m.editor_code_block(),
        'Mod+Alt+C',
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
      ...onTable('table', icons.table, () => m.editor_table_insert(), 'Mod+Alt+T', insertTable),
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
  onTable('rowAbove', icons.rowAbove, () => m.editor_row_above(), 'Mod+Shift+Enter', addRow('above')),
  onTable('rowBelow', icons.rowBelow, () => m.editor_row_below(), 'Mod+Enter', addRow('below')),
  onTable(
    'columnBefore',
    icons.columnBefore,
    () => m.editor_column_before(),
    'Mod+Alt+Shift+Enter',
    addColumn('before')
  ),
  onTable(
    'columnAfter',
    icons.columnAfter,
    () => m.editor_column_after(),
    'Mod+Alt+Enter',
    addColumn('after')
  ),
  {
    ...onTable('headerRow', icons.headerRow, () => m.editor_table_header(), '', toggleHeader),
    isToggle: true,
    isActive: ({ state }) => placeIn(state.selection.$head)?.table.attrs.header === true
  },
  onTable('rowDelete', icons.rowDelete, () => m.editor_row_delete(), 'Mod+Alt+Backspace', deleteRow),
  onTable(
    'columnDelete',
    icons.columnDelete,
    () => m.editor_column_delete(),
    'Mod+Alt+Shift+Backspace',
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
