import { afterEach, expect, test } from 'vitest';
import { HoldingPlace } from './holdingPlace.ts';

let places: HoldingPlace[] = [];
afterEach(() => {
  for (const place of places) place.leave();
  places = [];
});

/** Channels that reach one another at once, as those of one browser's windows do. */
function browser() {
  type Channel = { onmessage: ((event: MessageEvent) => void) | null };
  const all = new Set<Channel>();
  return () => {
    const channel = {
      onmessage: null as ((event: MessageEvent) => void) | null,
      postMessage(data: unknown) {
        for (const other of all)
          if (other !== channel) other.onmessage?.(new MessageEvent('message', { data }));
      },
      close: () => void all.delete(channel)
    };
    all.add(channel);
    return channel as unknown as BroadcastChannel;
  };
}

function window(open: () => BroadcastChannel): HoldingPlace {
  const place = new HoldingPlace(open);
  places.push(place);
  return place;
}

test('H14 of five windows that open together three may hold a request, and a place that is left goes on', async () => {
  const open = browser();
  const windows = Array.from({ length: 5 }, () => window(open));
  await Promise.all(windows.map((place) => place.enter()));
  const holding = () => windows.filter(({ mayHold }) => mayHold);
  expect(holding()).toHaveLength(3);
  const leaver = holding()[0]!;
  leaver.leave();
  windows.splice(windows.indexOf(leaver), 1);
  await expect.poll(() => holding().length, { timeout: 2000 }).toBe(3);
});

test('H14 windows that came earlier keep their places', async () => {
  const open = browser();
  const first = [window(open), window(open), window(open)];
  for (const place of first) await place.enter();
  await new Promise((later) => setTimeout(later, 5));
  const late = window(open);
  await late.enter();
  expect([...first, late].map(({ mayHold }) => mayHold)).toEqual([true, true, true, false]);
});

test('H14 where windows cannot hear each other none holds a request', async () => {
  const deaf = window(() => {
    throw new Error('not supported');
  });
  await deaf.enter();
  expect(deaf.mayHold).toBe(false);
});
