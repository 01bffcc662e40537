import { createHash } from 'node:crypto';
import type { SectionText } from './blocks.ts';
import { canonicalBlocks } from './canonicalBlocks.ts';

/**
 * SHA-256 (hex) of what a brief's text says: its sections in order with key, language, which one each translates, and their
 * canonical blocks. Ids count only by what they point at: a copy of a text elsewhere has the same hash.
 */
export function textHash(sections: readonly SectionText[]): string {
  const places = new Map(sections.map(({ id }, place) => [id, place]));
  const said = sections.map(({ key, lang, of, blocks }) => [
    ...[key, lang, of === null ? null : (places.get(of) ?? -1)],
    canonicalBlocks(blocks)
  ]);
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}
