import { getContext, setContext } from 'svelte';

type PageClock = { readonly now: number; readonly timeZone: string };

const key = Symbol('clock');
const TICK = 30_000;

/**
 * One clock for every time the page tells. It begins at the server's time, so that what the server wrote stands when the
 * page comes to life, and then follows the browser's. Hours are those of the place where the programmes happen, with or
 * without JavaScript. Call it in the root layout.
 * @param server its time in milliseconds since the epoch, and the IANA name of that place's time zone
 */
export function startClock(server: PageClock): void {
  const { timeZone } = server;
  let now = $state(server.now);
  setContext<PageClock>(key, {
    timeZone,
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
