import type { Id } from '#lib/kernel/index.ts';

/**
 * A place in a brief's text that outlives edits: the block somebody linked to, by the id its document gave it when it was
 * written, and the section it stood in, for when the block is gone.
 */
export type Place = { block: string; section: Id };

/** The element id of a place, and what follows `#` in a link to it. */
export function anchorOf({ block, section }: Place): string {
  return `p-${block}.${section}`;
}

/** Reads what follows `#` in a link; null when it is not a link to a place. */
export function placeFrom(hash: string): Place | null {
  const found = /^#?p-(?<block>\d+-\d+)\.(?<section>[A-Za-z0-9_-]{22})$/.exec(hash)?.groups;
  return found ? { block: found.block!, section: found.section! } : null;
}
