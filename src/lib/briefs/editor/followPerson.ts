import type { Awareness } from 'y-protocols/awareness';

/** Why following ended: by oneself, or because the other went away. */
export type FollowEnd = 'stopped' | 'left';

/**
 * Keeps another person's caret on the screen until they leave, or until whoever follows moves by themselves: scrolls,
 * taps or types in the text, or presses Esc.
 * @param root holds the text @param onEnd heard once
 * @returns how to stop without `onEnd`
 */
export function followPerson(
  { root, awareness, person }: { root: HTMLElement; awareness: Awareness; person: string },
  onEnd: (why: FollowEnd) => void
): () => void {
  const over = new AbortController();
  const end = (why: FollowEnd) => {
    if (over.signal.aborted) return;
    over.abort();
    onEnd(why);
  };
  const theirs = () =>
    [...awareness.getStates()].filter(
      ([, { user }]) => (user as { id?: unknown } | undefined)?.id === person
    );
  const look = () => {
    if (theirs().length === 0) return end('left');
    // The editor draws the caret a moment after it hears of it.
    requestAnimationFrame(() => requestAnimationFrame(() => show(root, person, over.signal)));
  };
  awareness.on('change', look);
  over.signal.addEventListener('abort', () => awareness.off('change', look));
  const { signal } = over;
  const stop = () => end('stopped');
  addEventListener('wheel', stop, { signal, passive: true });
  addEventListener('touchmove', stop, { signal, passive: true });
  root.addEventListener('pointerdown', stop, { signal });
  root.addEventListener('keydown', stop, { signal });
  addEventListener('keydown', ({ key }) => key === 'Escape' && stop(), { signal });
  look();
  return () => over.abort();
}

/** Where somebody's caret is drawn, if it is. */
export function caretShown(root: HTMLElement, person: string): HTMLElement | null {
  return root.querySelector<HTMLElement>(`.caret[data-person="${CSS.escape(person)}"]`);
}

function show(root: HTMLElement, person: string, signal: AbortSignal): void {
  const caret = signal.aborted ? null : caretShown(root, person);
  if (!caret) return;
  const { top, bottom } = caret.getBoundingClientRect();
  // What is well on the screen already is not moved under the reader's eyes.
  // At once: a glide under way would go on against the hand of whoever wants to stop it.
  if (top < innerHeight * 0.2 || bottom > innerHeight * 0.7)
    caret.scrollIntoView({ block: 'center', behavior: 'instant' });
}
