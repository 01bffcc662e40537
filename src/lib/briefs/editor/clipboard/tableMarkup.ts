/** Most cells one pasted table may have; what comes after is kept as lines of text below it. */
const MOST_CELLS = 2000;

/**
 * Makes a pasted table one this editor can hold: a plain grid. Merged cells keep their words in the first of them, a
 * table for layout or inside another becomes its paragraphs, cells hold paragraphs and lists.
 */
export function evenTableMarkup(table: HTMLTableElement): void {
  const rows = [...table.rows];
  const isLayout =
    rows.length === 0 ||
    (rows.length === 1 && rows[0]!.cells.length < 2) ||
    table.parentElement?.closest('td, th, li');
  const caption = table.caption?.textContent?.trim();
  if (caption) {
    const words = document.createElement('p');
    words.textContent = caption;
    table.before(words);
  }
  if (isLayout) return asParagraphs(table, rows);
  const first = rows[0]!;
  const hasHeader = table.tHead !== null || [...first.cells].every((cell) => cell.tagName === 'TH');
  const grid = gridOf(rows);
  const width = Math.max(...grid.map((cells) => cells.length));
  const made = document.createElement('table');
  if (!hasHeader) made.dataset.header = 'false';
  const body = made.createTBody();
  const most = Math.max(1, Math.floor(MOST_CELLS / width));
  for (const cells of grid.slice(0, most)) {
    const row = body.insertRow();
    for (let at = 0; at < width; at++) {
      const cell = row.insertCell();
      cell.dataset.column = String(at);
      const source = cells[at];
      if (source) cell.append(...plainContent(source));
    }
  }
  table.before(made);
  asParagraphs(table, rows.slice(most));
}

function gridOf(rows: readonly HTMLTableRowElement[]): (HTMLTableCellElement | null)[][] {
  const grid: (HTMLTableCellElement | null)[][] = rows.map(() => []);
  rows.forEach((row, at) => {
    let place = 0;
    for (const cell of row.cells) {
      while (grid[at]![place] !== undefined) place++;
      for (let down = 0; down < Math.min(cell.rowSpan || 1, rows.length - at); down++)
        for (let across = 0; across < Math.min(cell.colSpan, 60); across++)
          grid[at + down]![place + across] = down === 0 && across === 0 ? cell : null;
    }
  });
  return grid.map((cells) => Array.from(cells, (cell) => cell ?? null));
}

function plainContent(cell: HTMLElement): Node[] {
  for (const block of cell.querySelectorAll('h1, h2, h3, h4, h5, h6, blockquote, pre, hr')) {
    const paragraph = document.createElement('p');
    paragraph.append(...block.childNodes);
    if (block.querySelector('p')) block.replaceWith(...paragraph.childNodes);
    else block.replaceWith(paragraph);
  }
  return [...cell.childNodes];
}

function asParagraphs(table: Element, rows: readonly HTMLTableRowElement[]): void {
  const isOneCell = rows.length === 1 && rows[0]!.cells.length === 1;
  for (const row of rows) {
    if (isOneCell) table.before(...row.cells[0]!.childNodes);
    else {
      const line = document.createElement('p');
      line.textContent = [...row.cells]
        .map((cell) => cell.textContent?.trim() ?? '')
        .filter(Boolean)
        .join(' | ');
      table.before(line);
    }
  }
  table.remove();
}
