/** Everything a person who may write needs, in one part of the program that readers never download. */
export { connectDocument, SavedWords, type DocumentConnection } from '#lib/sync/view.ts';
export { default as BriefEditor } from './BriefEditor.svelte';
export { default as FollowBar } from './FollowBar.svelte';
export { liveSections } from './liveSections.svelte.ts';
export { sectionPrompt } from '../sectionPrompt.ts';
