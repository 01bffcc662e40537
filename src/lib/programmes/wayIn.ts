import { readCode } from './code.ts';

/** What somebody brings to come in: a code, or the part of a link that opens it. */
export type WayIn = { code: string } | { secret: string };

const LONGEST = 2_000;

/**
 * Reads what people put into the field of the code: the code itself, or what they copied instead: the link of an
 * invitation, the address of the page with the code in it, the line from the sheet. Any case, full-width, with blanks.
 * @returns null when there is neither a code nor a link in it
 */
export function readWayIn(typed: string): WayIn | null {
  if (typed.length > LONGEST) return null;
  const text = unescaped(typed.normalize('NFKC'));
  const code = readCode(text);
  if (code !== null) return { code };
  // A mail program breaks a long address into lines; a secret holds no blanks.
  const secret = /\/j\/([\w-]{43})/i.exec(text.replace(/[\s\u200b]/g, ''))?.[1];
  if (secret) return { secret };
  const behind = /\/join\b\/?(.*)$/is.exec(text)?.[1];
  return behind === undefined ? null : codeAmong(behind);
}

/** The first stretch that is a code, of what stands behind the address: `?code=…`, `/…`, or words with the code in them. */
function codeAmong(behind: string): WayIn | null {
  const named = /\bcode=([^&#]*)/i.exec(behind)?.[1] ?? '';
  const stretches = [
    named,
    behind,
    ...behind.split(/[?&#=/]|[^\x20-\x7e]|\s{2,}/),
    ...behind.split(/[^\p{L}\p{N}\p{Pd}−ー]+/u)
  ];
  for (const stretch of stretches) {
    const code = readCode(stretch);
    if (code !== null) return { code };
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
