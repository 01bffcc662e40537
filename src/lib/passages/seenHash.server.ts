import { createHash } from 'node:crypto';
import { normalText } from './normal.ts';

/** SHA-256 of what counts of a text, hex: the same for texts that differ in form only. */
export function seenHash(text: string): string {
  return createHash('sha256').update(normalText(text)).digest('hex');
}
