import * as Y from 'yjs';
import { TEXT_ROOT } from '../document.ts';
import { columnAt, gridOf, isBeyondGrid, isColumn, isEven, type PlacedCell } from '../tableGrid.ts';

/** The tables whose rows do not match, which happens when people change rows and columns at the same time. */
export function unevenTables(doc: Y.Doc): Y.XmlElement[] {
  return doc
    .getXmlFragment(TEXT_ROOT)
    .toArray()
    .flatMap((section) => (section instanceof Y.XmlElement ? childrenOf(section, 'table') : []))
    .filter((table) => {
      const rows = childrenOf(table, 'tableRow').map(placed);
      return !isBeyondGrid(rows) && (!isEven(rows) || hasUnseated(table));
    });
}

/**
 * Makes a table's rows match, the same way whoever does it: what is missing is added empty, doubled cells are joined,
 * what is left of a deleted row or column goes unless somebody wrote there. One client alone may do it.
 */
export function evenOut(table: Y.XmlElement): void {
  table.doc?.transact(() => {
    const rows = childrenOf(table, 'tableRow');
    const grid = gridOf(rows.map(placed));
    if (grid.columns.length === 0 || grid.rows.length === 0) return removeTable(table);
    rows.forEach((row, at) => {
      const kept = grid.rows.find((one) => one.row === at);
      if (kept) evenRow(row, grid.columns);
      else remove(row);
    });
  }, evenOut);
}

function evenRow(row: Y.XmlElement, columns: readonly string[]): void {
  // Names first: a cell that is put in between moves the others along.
  const named = childrenOf(row, 'tableCell').map((cell, place) => ({ cell, name: nameOf(cell, place) }));
  for (const { cell, name } of named) if (columnOf(cell) === null) cell.setAttribute('column', name);
  for (const { cell, name } of named) if (!columns.includes(name)) remove(cell);
  columns.forEach((column, at) => {
    const same = childrenOf(row, 'tableCell').filter((cell) => columnOf(cell) === column);
    const keeper = same.find((cell) => !isBlank(cell)) ?? same[0];
    for (const cell of same) if (cell !== keeper) joinInto(keeper!, cell);
    if (keeper && row.get(at) === keeper) return seated(keeper);
    row.insert(at, [newCell(column, keeper)]);
    if (keeper) remove(keeper);
  });
}

function newCell(column: string, from?: Y.XmlElement): Y.XmlElement {
  const cell = new Y.XmlElement('tableCell');
  cell.setAttribute('column', column);
  const blocks = from?.toArray().map((block) => block.clone() as Y.XmlElement) ?? [];
  cell.insert(0, blocks.length > 0 ? blocks : [emptyParagraph()]);
  return cell;
}

function joinInto(keeper: Y.XmlElement, cell: Y.XmlElement): void {
  if (!isBlank(cell))
    keeper.insert(
      keeper.length,
      cell.toArray().map((block) => block.clone() as Y.XmlElement)
    );
  remove(cell);
}

function removeTable(table: Y.XmlElement): void {
  const section = table.parent as Y.XmlElement;
  remove(table);
  if (section.length === 0) section.insert(0, [emptyParagraph()]);
}

function remove(element: Y.XmlElement): void {
  const holder = element.parent as Y.XmlElement;
  holder.delete(holder.toArray().indexOf(element), 1);
}

// A cell needs a place for the caret.
function seated(cell: Y.XmlElement): void {
  if (cell.length === 0) cell.insert(0, [emptyParagraph()]);
}

function hasUnseated(table: Y.XmlElement): boolean {
  return childrenOf(table, 'tableRow').some((row) =>
    childrenOf(row, 'tableCell').some((cell) => cell.length === 0)
  );
}

function emptyParagraph(): Y.XmlElement {
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText()]);
  return paragraph;
}

function placed(row: Y.XmlElement): PlacedCell[] {
  return childrenOf(row, 'tableCell').map((cell) => ({ column: columnOf(cell), isBlank: isBlank(cell) }));
}

function columnOf(cell: Y.XmlElement): string | null {
  const column: unknown = cell.getAttribute('column');
  return isColumn(column) ? column : null;
}

const nameOf = (cell: Y.XmlElement, place: number) => columnAt(columnOf(cell), place);

function isBlank(element: Y.XmlElement): boolean {
  return element
    .toArray()
    .every((child) =>
      child instanceof Y.XmlText
        ? textOf(child).trim() === ''
        : !(child instanceof Y.XmlElement) || isBlank(child)
    );
}

function textOf(text: Y.XmlText): string {
  return (text.toDelta() as { insert?: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
    .join('');
}

function childrenOf(element: Y.XmlElement, name: string): Y.XmlElement[] {
  return element
    .toArray()
    .filter((child): child is Y.XmlElement => child instanceof Y.XmlElement && child.nodeName === name);
}
