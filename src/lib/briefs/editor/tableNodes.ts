import { mergeAttributes, Node, type Extensions } from '@tiptap/core';
import { attributesOf } from './attributes.ts';

/**
 * Tables under our grammar. Their content is loose on purpose: two people who change a table at once may leave rows that
 * do not match, and what breaks a stricter rule would be deleted by the binding in every editor.
 */
export function tableNodes(): Extensions {
  return [Table, TableRow, TableCell];
}

const Table = Node.create({
  name: 'table',
  content: 'tableRow*',
  isolating: true,
  addAttributes: () => attributesOf('table'),
  parseHTML: () => [{ tag: 'table' }],
  renderHTML: ({ HTMLAttributes }) => [
    'div',
    { class: 'table-frame' },
    ['table', mergeAttributes(HTMLAttributes), ['tbody', 0]]
  ]
});

const TableRow = Node.create({
  name: 'tableRow',
  content: 'tableCell*',
  parseHTML: () => [{ tag: 'tr' }],
  renderHTML: () => ['tr', 0]
});

const TableCell = Node.create({
  name: 'tableCell',
  content: '(paragraph | bulletList | orderedList | taskList)*',
  isolating: true,
  addAttributes: () => attributesOf('tableCell'),
  parseHTML: () => [{ tag: 'td' }, { tag: 'th' }],
  renderHTML: ({ HTMLAttributes }) => ['td', mergeAttributes(HTMLAttributes), 0]
});
