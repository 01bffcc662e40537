/** What plain text from the clipboard clearly is. */
export type PlainKind = 'markdown' | 'cells' | 'words';

const strong = [
  /^#{1,6} \S/m,
  /^(```|~~~)/m,
  /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)+\|?\s*$/m,
  /^\s*[-*+] \[[ xX]\] /m,
  /!?\[[^\]\n]+\]\((https?:\/\/|mailto:)[^)\s]+\)/
];
const weak = [
  /^> \S/m,
  /\*\*[^\s*][^*\n]*\*\*/,
  /(?:^\s*[-*+] \S.*\n+){1,}\s*[-*+] \S/m,
  /^\s*1[.)] \S.*\n+\s*2[.)] \S/m
];

/**
 * Judges plain text: Markdown if something in it is hardly meant otherwise, cells if every line has the same tabs.
 * Ordinary sentences with a dash, a star or a number in them stay words.
 */
export function plainKind(text: string): PlainKind {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n');
  const tabs = lines.map((line) => line.split('\t').length);
  if (lines.length > 1 && tabs[0]! > 1 && tabs.every((count) => count === tabs[0])) return 'cells';
  if (strong.some((sign) => sign.test(text))) return 'markdown';
  return weak.some((sign) => sign.test(text)) && lines.length > 1 ? 'markdown' : 'words';
}

/** Tab-separated lines, as a spreadsheet copies them, as a table's markup. */
export function cellsMarkup(text: string): string {
  const rows = text
    .replace(/\r\n?/g, '\n')
    .replace(/\n+$/, '')
    .split('\n')
    .map((line) => line.split('\t'));
  const cells = rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`);
  return `<table>${cells.join('')}</table>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
