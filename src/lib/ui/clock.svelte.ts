import { getContext, setContext } from 'svelte';

type PageClock = { readonly now: number };

const key = Symbol('clock');
const TICK = 30_000;

/**
 * One clock for every relative time of the page. It begins at the server's time, so that what the server wrote stands
 * when the page comes to life, and then follows the browser's. Call it in the root layout.
 * @param first milliseconds since the epoch
 */
export function startClock(first: number): void {
  let now = $state(first);
  setContext<PageClock>(key, {
    get now() {
      return now;
    }
  });
  $effect(() => {
    const timer = setInterval(() => (now = Date.now()), TICK);
    return () => clearInterval(timer);
  });
}

/** The page's clock. */
export function readClock(): PageClock {
  return getContext<PageClock>(key);
}
