export { default as FoundList } from './FoundList.svelte';
