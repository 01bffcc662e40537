/** Digits and letters that nobody mistakes for one another (Crockford's base 32): no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;
const CODE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

// What people see as these characters, and type.
const alikes: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

/** @returns a fresh code of an invitation: eight characters, 40 random bits */
export function newCode(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(LENGTH));
  return [...bytes].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/**
 * Reads a code as people type it: any case, full-width, with blanks and dashes anywhere, O for 0, I or L for 1 where
 * there are digits. Without any, a text with these letters is a word, such as "part-time": to try it would cost.
 * @returns the code as it is stored, or null when no code looks like this
 */
export function readCode(typed: string): string | null {
  const characters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}_.·・−ー]/gu, '');
  const read = /[0-9]/.test(characters)
    ? characters.replace(/[OIL]/g, (character) => alikes[character] ?? character)
    : characters;
  return CODE.test(read) ? read : null;
}

/** A code as it is shown, in two halves: `7K3M-9QXF`. */
export function showCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}
