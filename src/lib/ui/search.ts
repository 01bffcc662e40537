/**
 * A text for comparing what people type: full-width letters, digits and blanks as their plain ones, lower case. One
 * character stays one character, so that a place in the folded text is the place in the original.
 */
export function folded(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at++) out += foldedUnit(text[at]!);
  return out;
}

function foldedUnit(unit: string): string {
  const code = unit.charCodeAt(0);
  if (code === 0x3000 || code === 0xa0) return ' ';
  const plain = code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : unit;
  const lower = plain.toLowerCase();
  return lower.length === 1 ? lower : plain;
}

/** Whether every word of a query stands somewhere in one of the texts. An empty query matches everything. */
export function matches(query: string, ...texts: readonly (string | null | undefined)[]): boolean {
  const hay = folded(texts.filter(Boolean).join('\n'));
  return folded(query)
    .split(/\s+/)
    .every((word) => hay.includes(word));
}
