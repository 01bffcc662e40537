import { readCode } from './code.ts';
import { codeInWords } from './codeInWords.ts';

/** What somebody brings to come in: a code, or the part of a link that opens it. */
export type WayIn = { code: string } | { secret: string };

const LONGEST = 2_000;
const SECRET = 43;

/**
 * Reads what people put into the field of the code: the code itself, or what they copied instead: the link of an
 * invitation, the address of the page with the code in it, the line from the sheet, a sentence with the code in it. Any
 * case, full-width, with blanks.
 * @returns null when there is neither a code nor a link in it
 */
export function readWayIn(typed: string): WayIn | null {
  if (typed.length > LONGEST) return null;
  const plain = typed.normalize('NFKC').replace(/\u200b/g, '');
  const text = unescaped(plain);
  const alone = readCode(text);
  if (alone !== null) return { code: alone };
  const secret = secretIn(text);
  if (secret !== null) return { secret };
  // What other parameters hold may have blanks once it is unescaped: it is taken away while one sees where it ends.
  const words = unescaped(plain.replace(/\b(?!code=)[\w.-]+=[^&#\s]*/gi, ' '));
  const code = codeInWords(words);
  return code === null ? null : { code };
}

/** A mail program breaks a long address into lines, once within a secret; more blanks than that are words. */
function secretIn(text: string): string | null {
  for (const [, start = '', rest = ''] of text.matchAll(/\/\s*j\s*\/\s*([\w-]+)(?:\s+([\w-]+))?/gi)) {
    if (start.length >= SECRET) return start.slice(0, SECRET);
    if (start.length + rest.length === SECRET) return start + rest;
  }
  return null;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text).normalize('NFKC');
  } catch {
    return text;
  }
}
