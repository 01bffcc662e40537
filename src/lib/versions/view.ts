/** What versions lets the browser draw. */
export { default as DiffText } from './DiffText.svelte';
export { default as HistoryList } from './HistoryList.svelte';
export { default as VersionList } from './VersionList.svelte';
