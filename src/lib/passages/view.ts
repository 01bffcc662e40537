/** What passages let the browser draw. What stands beside an open brief is fetched by `passagesCompanion` itself. */
export { passagesCompanion } from './companion.ts';
export { default as PassageFull } from './PassageFull.svelte';
export { default as PassageList } from './PassageList.svelte';
export { passageRuns } from './runs.ts';
export { kindName } from './wording.ts';
