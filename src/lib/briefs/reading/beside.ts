/** Everything other rooms need beside an open brief; fetched when there is somebody who wants it. */
export { Arrivals } from './arrivals.svelte.ts';
export { default as Companions } from './Companions.svelte';
export { OpenBrief } from './openBrief.svelte.ts';
