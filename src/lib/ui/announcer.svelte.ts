/** Something that has just happened, said once, with at most one way to take it back. */
export type Announcement = { text: string; undo?: { label: string; run: () => void } };

const SHOWN_MS = 6000;
let current = $state.raw<Announcement | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

/** What is being said now, or null. Read by `Announcer.svelte`, which the root layout shows once. */
export function announced(): Announcement | null {
  return current;
}

/** Says one sentence to everyone in front of this screen: shown briefly, and read out politely. Browser only. */
export function announce(text: string, undo?: Announcement['undo']): void {
  clearTimeout(timer);
  current = undo ? { text, undo } : { text };
  // A sentence that can be taken back stays until the next one: a time limit would be a trap for slow readers.
  if (!undo) timer = setTimeout(dismiss, SHOWN_MS);
}

/** Takes the sentence away. */
export function dismiss(): void {
  clearTimeout(timer);
  current = null;
}
