import { createHash } from 'node:crypto';
import { plainText, type SectionText } from '#lib/briefs/index.ts';
import { Problem, type Id } from '#lib/kernel/index.ts';

/** SHA-256 of what a section says, hex; how it is formatted and where lines end makes no difference. */
export function wordsHash(section: SectionText): string {
  const words = plainText(section.blocks).normalize('NFKC').replace(/\s+/gu, ' ').trim();
  return createHash('sha256').update(words).digest('hex');
}

/**
 * The section somebody speaks of: one of the text, and none that translates another.
 * @throws Problem `invalid_input`
 */
export function originalAmong(sections: readonly SectionText[], id: Id): SectionText {
  const found = sections.find((section) => section.id === id && section.of === null);
  if (!found) throw new Problem('invalid_input', [{ field: 'section', reason: 'not_allowed' }]);
  return found;
}
