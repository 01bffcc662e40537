/**
 * How text becomes what an index holds. Chinese, Japanese and Bopomofo have no blanks between words, so runs of them become
 * overlapping pairs; everything else becomes words as they stand. Both databases are given the same terms.
 */
const LONGEST_WORD = 64;
const QUERY_LENGTH = 200;
const QUERY_WORDS = 16;

const script = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}々〇ー`;
const run = new RegExp(`^[${script}]`, 'v');
const pieces = new RegExp(`[${script}]+|[[\\p{L}\\p{N}\\p{M}]--[${script}]]+`, 'gv');
const wordUnit = new RegExp(`[[\\p{L}\\p{N}]--[${script}]]`, 'v');

/** One word of a query: `terms` stand next to each other; the last may go on when `isPrefix`. `text` is what was folded. */
export type Wanted = { terms: readonly string[]; isPrefix: boolean; text: string };

/** Text for comparing: compatibility forms as their plain ones (full-width, ligatures), lower case, Latin without accents. */
export function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\p{sc=Latin}\p{M}*/gu, (letter) => letter.normalize('NFD').replaceAll(/\p{M}/gu, ''));
}

/** Whether the words of a script without blanks. */
export const isRun = (text: string): boolean => run.test(text);
/** Whether a word goes on there. */
export const isWordUnit = (unit: string | undefined): boolean => unit !== undefined && wordUnit.test(unit);

/** The terms of a text in their order. A run ends with its last symbol alone, so that each symbol begins a term. */
export function termsOf(text: string): string[] {
  return piecesOf(text).flatMap((piece) => {
    if (!isRun(piece)) return [shortened(piece)];
    const symbols = [...piece];
    return symbols.map((symbol, at) => symbol + (symbols[at + 1] ?? ''));
  });
}

/**
 * What a query asks for: all of these. Nothing in it is an operator. The last word may be half typed; one symbol alone stands
 * for all words that begin with it. Only the first 200 characters and 16 words count.
 */
export function wantedBy(query: string): Wanted[] {
  const found = piecesOf([...query].slice(0, QUERY_LENGTH).join('')).slice(0, QUERY_WORDS);
  // A blank after the last word says that it is whole.
  const isOpen = !/\s$/u.test(query);
  return found.map((text, at) => {
    const isLast = at === found.length - 1;
    if (!isRun(text)) return { terms: [shortened(text)], isPrefix: isLast && isOpen, text };
    const symbols = [...text];
    if (symbols.length === 1) return { terms: symbols, isPrefix: true, text };
    return {
      terms: symbols.slice(1).map((symbol, before) => symbols[before]! + symbol),
      isPrefix: false,
      text
    };
  });
}

function piecesOf(text: string): string[] {
  return foldText(text).match(pieces) ?? [];
}

const shortened = (word: string) => [...word].slice(0, LONGEST_WORD).join('');
