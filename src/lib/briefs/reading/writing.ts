/** Everything that only people who write need; fetched by `loadWriting`. */
export { connectDocument, SavedWords, type DocumentConnection } from '#lib/sync/view.ts';
export { default as BriefEditor } from '../editor/BriefEditor.svelte';
