/** What voices lets the browser draw. */
export { default as VoicesPage } from './VoicesPage.svelte';
