import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HttpRequests } from './httpRequests.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An answer whose pieces come one after the other with this pause before each, as over a slow line. */
function slowly(pieces: number, pause: number): typeof fetch {
  return (_, init) => {
    let [left, timer] = [pieces, undefined as ReturnType<typeof setTimeout> | undefined];
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        init?.signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          controller.error(new DOMException('aborted', 'AbortError'));
        });
      },
      pull: (controller) =>
        new Promise((done) => {
          timer = setTimeout(() => {
            controller.enqueue(Uint8Array.of(left--));
            if (left === 0) controller.close();
            done();
          }, pause);
        })
    });
    return Promise.resolve(new Response(body, { headers: { 'content-type': 'application/octet-stream' } }));
  };
}
const requests = (ask: typeof fetch) =>
  new HttpRequests('ws://groundwork.example/collab/a', { answer: 15_000 }, ask);
const times = { within: 35_000, silence: 12_000 };

test('a large answer over a slow line arrives, though it takes minutes', async () => {
  const answer = requests(slowly(30, 10_000)).bytes('how=poll', times);
  await vi.advanceTimersByTimeAsync(301_000);
  expect(await answer).toEqual(Uint8Array.from({ length: 30 }, (_, i) => 30 - i));
});

test('an answer that falls silent half-way is given up', async () => {
  const answer = requests(slowly(30, 13_000)).bytes('how=poll', times);
  const ended = expect(answer).rejects.toThrow('aborted');
  await vi.advanceTimersByTimeAsync(30_000);
  await ended;
});
