/**
 * What briefs let the browser draw. The editor is not among it on purpose: `BriefPage` fetches it only for those who may
 * write, so that readers never download it.
 */
export { briefStages, stageAmong } from './brief.ts';
export { default as BriefFields } from './reading/BriefFields.svelte';
export { default as BriefPage } from './reading/BriefPage.svelte';
export { default as BriefRow } from './reading/BriefRow.svelte';
export { stageLine, stageName } from './reading/wording.ts';
export { default as Outline } from './editor/Outline.svelte';
export { default as ReadingText } from './editor/ReadingText.svelte';
