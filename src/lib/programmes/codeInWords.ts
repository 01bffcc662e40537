import { readCode } from './code.ts';

const HALF = '[0-9a-z]{4}';
const DASH = '[\\p{Pd}−ー_·・]';
// Neither within a longer word or number, nor in an address: a host's name, a path, somebody's e-mail.
const BEFORE = `(?<![0-9a-z@/]|[0-9a-z][\\p{Pd}.])`;
const AFTER = `(?![0-9a-z@]|[\\p{Pd}.][0-9a-z])`;

/** Where a code is expected, it may be any word: behind `code=`, `code:`, 「代碼」 or as part of the page's address. */
const named = new RegExp(
  `(?:\\bcode\\s*[=:/]\\s*|代碼\\s*[=:/]?\\s*|/join/)(${HALF}(?:${DASH}|\\s){0,3}${HALF})${AFTER}`,
  'giu'
);
const written = new RegExp(`${BEFORE}(${HALF}(?:${DASH}|\\s${DASH}\\s)?${HALF})${AFTER}`, 'giu');
// Looked for at each word: the word before a code's first half is not the code's.
const inHalves = new RegExp(`${BEFORE}(?=(${HALF})\\s(${HALF})${AFTER})`, 'giu');

/**
 * The code among words. A wrong one costs its reader's whole network a try, so that an ordinary word is none: a code in
 * a sentence has letters and digits, or the dash it is shown with. The last one counts: addresses and dates come first.
 * @returns the code as it is stored, or null when nothing in the text looks meant as one
 */
export function codeInWords(text: string): string | null {
  const stretches = [...text.matchAll(written)].map(([, stretch = '']) => stretch);
  const halves = [...text.matchAll(inHalves)].filter(
    ([, first, second]) => isMixed(first) && isMixed(second)
  );
  const kinds: string[][] = [
    [...text.matchAll(named)].map(([, stretch = '']) => stretch),
    stretches.filter(isMixed),
    halves.map(([, first = '', second = '']) => first + second),
    stretches.filter((stretch) => !/[0-9]/.test(stretch) && !/^[a-z]+$/i.test(stretch))
  ];
  for (const kind of kinds) {
    const code = kind.map(readCode).findLast((read) => read !== null);
    if (code) return code;
  }
  return null;
}

const isMixed = (stretch = ''): boolean => /[0-9]/.test(stretch) && /[a-z]/i.test(stretch);
