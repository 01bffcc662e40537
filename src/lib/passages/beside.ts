import type { BriefView } from '#lib/briefs/index.ts';
import { BesidePassages } from './besidePassages.svelte.ts';

/** What passages show beside an open brief, and over it. */
export { default as Rail } from './PassageRail.svelte';
export { default as Over } from './MarkBar.svelte';

/** Follows what is marked, as long as the page is open. */
export function begin(view: BriefView): BesidePassages {
  return new BesidePassages(view);
}
