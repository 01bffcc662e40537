/** What comments let the browser draw. */
export { default as CommentItem } from './CommentItem.svelte';
export { default as MentionSelect } from './MentionSelect.svelte';
export { default as ThreadCard } from './ThreadCard.svelte';
export { default as ThreadPlace } from './ThreadPlace.svelte';
export { reactionName } from './wording.ts';
