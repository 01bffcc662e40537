import type { Editor } from '@tiptap/core';
import { m } from '#lib/i18n/paraglide/messages.js';

/** One button of the formatting bar. */
export type Format = {
  id: string;
  /** drawn in the button; its name is beside it for everyone who cannot see it */
  glyph: string;
  name(): string;
  keys: string;
  isActive(editor: Editor): boolean;
  run(editor: Editor): void;
  canRun(editor: Editor): boolean;
};

const always = () => true;
const never = () => false;

/** The formatting bar, in its order; groups are set apart. */
export const formats: readonly (readonly Format[])[] = [
  [
    history('undo', '↶', () => m.editor_undo(), 'Ctrl+Z'),
    history('redo', '↷', () => m.editor_redo(), 'Ctrl+Shift+Z')
  ],
  [
    mark('bold', 'B', () => m.editor_bold(), 'Ctrl+B'),
    mark('italic', 'I', () => m.editor_italic(), 'Ctrl+I'),
    mark('strike', 'S', () => m.editor_strike(), 'Ctrl+Shift+S'),
    mark('code', '‹›', () => m.editor_code(), 'Ctrl+E'),
    {
      id: 'link',
      glyph: '⌁',
      name: () => m.editor_link(),
      keys: 'Ctrl+K',
      isActive: (editor) => editor.isActive('link'),
      run: () => {},
      canRun: always
    }
  ],
  [
    heading(2, 'H', () => m.editor_heading_2(), 'Ctrl+Alt+2'),
    heading(3, 'h', () => m.editor_heading_3(), 'Ctrl+Alt+3')
  ],
  [
    block(
      'bulletList',
      '•',
      () => m.editor_bullet_list(),
      'Ctrl+Shift+8',
      (chain) => chain.toggleBulletList()
    ),
    block(
      'orderedList',
      '1.',
      () => m.editor_ordered_list(),
      'Ctrl+Shift+7',
      (chain) => chain.toggleOrderedList()
    ),
    block(
      'taskList',
      '☑',
      () => m.editor_task_list(),
      'Ctrl+Shift+9',
      (chain) => chain.toggleTaskList()
    ),
    indent('indent', '⇥', () => m.editor_indent(), 'Tab', 'sinkListItem'),
    indent('outdent', '⇤', () => m.editor_outdent(), 'Shift+Tab', 'liftListItem')
  ],
  [
    block(
      'blockquote',
      '❝',
      () => m.editor_quote(),
      'Ctrl+Shift+B',
      (chain) => chain.toggleBlockquote()
    ),
    block(
      'codeBlock',
      '{ }',
      () => m.editor_code_block(),
      'Ctrl+Alt+C',
      (chain) => chain.toggleCodeBlock()
    ),
    {
      id: 'horizontalRule',
      glyph: '―',
      name: () => m.editor_rule(),
      keys: '---',
      isActive: never,
      run: (editor) => editor.chain().focus().setHorizontalRule().run(),
      canRun: always
    }
  ]
];

function mark(
  id: 'bold' | 'italic' | 'strike' | 'code',
  glyph: string,
  name: () => string,
  keys: string
): Format {
  const isActive = (editor: Editor) => editor.isActive(id);
  return {
    id,
    glyph,
    name,
    keys,
    isActive,
    run: (editor) => editor.chain().focus().toggleMark(id).run(),
    canRun: always
  };
}

function heading(level: 2 | 3, glyph: string, name: () => string, keys: string): Format {
  return {
    id: `heading${level}`,
    glyph,
    name,
    keys,
    isActive: (editor) => editor.isActive('heading', { level }),
    run: (editor) => editor.chain().focus().toggleHeading({ level }).run(),
    canRun: always
  };
}

type Chain = ReturnType<Editor['chain']>;
function block(
  id: string,
  glyph: string,
  name: () => string,
  keys: string,
  toggle: (chain: Chain) => Chain
): Format {
  return {
    id,
    glyph,
    name,
    keys,
    isActive: (editor) => editor.isActive(id),
    run: (editor) => toggle(editor.chain().focus()).run(),
    canRun: always
  };
}

type Move = 'sinkListItem' | 'liftListItem';
function indent(id: string, glyph: string, name: () => string, keys: string, move: Move): Format {
  const item = (editor: Editor) => (editor.isActive('taskItem') ? 'taskItem' : 'listItem');
  return {
    id,
    glyph,
    name,
    keys,
    isActive: never,
    run: (editor) => editor.chain().focus()[move](item(editor)).run(),
    canRun: (editor) => editor.can()[move](item(editor))
  };
}

function history(id: 'undo' | 'redo', glyph: string, name: () => string, keys: string): Format {
  return {
    id,
    glyph,
    name,
    keys,
    isActive: never,
    run: (editor) => editor.chain().focus()[id]().run(),
    canRun: (editor) => editor.can()[id]()
  };
}

/** The formats on at the caret; comparing two answers tells a screen reader what a key has changed. */
export function activeFormats(editor: Editor): Format[] {
  return formats.flat().filter((format) => format.isActive(editor));
}
