export {
  connectDocument,
  type ConnectOptions,
  type DocumentConnection,
  type Presence
} from './client/documentConnection.svelte.ts';
export type { ConnectionState, Refusal } from './client/connectionState.ts';
export { forgetDocuments, isAllShown, unsentDocuments, type UnsentText } from './client/forgetDocuments.ts';
export { guardLeaving } from './client/leaveGuard.svelte.ts';
export { default as SavedWords } from './client/SavedWords.svelte';
