/** What somebody typed for the palette before it was there, and whether they sent it. */
export type Begun = { query: string; isSent: boolean };

type Show = (what: 'palette' | 'keys') => void;
let show: Show | null = null;

/** The one place that can show the palette and the list of keys says so. @returns how to take that back */
export function showsKeys(how: Show): () => void {
  show = how;
  return () => void (show = null);
}

/** Opens the palette or the list of keys, for buttons: not everybody has keys. Browser only. */
export function openKeys(what: 'palette' | 'keys'): void {
  show?.(what);
}
