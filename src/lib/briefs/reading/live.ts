import type { Id } from '#lib/kernel/index.ts';
import type { SectionText } from '../document.ts';
import type { HerePerson, Seat } from './seats.ts';

/**
 * What a reader's event stream carries. `sections` are only those that changed since the frame before (all of them
 * in the first), `order` is every section's id in the order of the text.
 */
export type LiveFrame = { seq: number; sections: SectionText[]; order: Id[] } & LivePresence;

/** Who is at the table now. */
export type LivePresence = { table: Seat[]; here: HerePerson[] };

/** Applies a frame to what is shown; sections whose text is the same keep their identity, so nothing is redrawn. */
export function applyFrame(shown: readonly SectionText[], frame: LiveFrame): SectionText[] {
  const known = new Map(shown.map((section) => [section.id, section]));
  for (const section of frame.sections) known.set(section.id, section);
  return frame.order.flatMap((id) => known.get(id) ?? []);
}

/** The ids of the sections whose text differs between two states, in the order of the newer one. */
export function changedSections(before: readonly SectionText[], after: readonly SectionText[]): Id[] {
  const known = new Map(before.map((section) => [section.id, JSON.stringify(section)]));
  return after.filter((section) => known.get(section.id) !== JSON.stringify(section)).map(({ id }) => id);
}
