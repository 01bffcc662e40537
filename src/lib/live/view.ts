import { browserTab, type BrowserTab, type Following } from './client/browserTabs.ts';
import type { Id } from '#lib/kernel/index.ts';

export type { Following } from './client/browserTabs.ts';
export type { StreamState } from './client/said.ts';

// Keyed by account: tabs of different people in one browser never share a stream.
const tabs = new Map<string, BrowserTab>();

/**
 * Follows a topic live, over the one stream that all tabs of this browser and account share. Browser only.
 * @param account whose page this is; null for a stranger's
 * @returns what to call when the page goes
 */
export function follow(account: Id | null, following: Following): () => void {
  const key = account ?? '';
  let tab = tabs.get(key);
  if (!tab) tabs.set(key, (tab = browserTab(`/live?as=${key}`)));
  return tab.follow(following);
}
