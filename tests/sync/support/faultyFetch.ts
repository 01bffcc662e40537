import type { Random } from './random.ts';

/**
 * A network that loses requests, loses answers, sends requests twice, delays them and breaks answers off in the middle.
 * @returns a `fetch`, and how often each of it happened
 */
export function faultyFetch(random: Random, share: number) {
  const faults = { lostRequests: 0, lostAnswers: 0, doubled: 0, brokenOff: 0 };
  // In turn, so that each kind of fault happens in each direction.
  const turns = { GET: 0, POST: 0 };
  const ask = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const method = init.method === 'POST' ? 'POST' : 'GET';
    const isOpening = method === 'POST' && !String(input).includes('seq=');
    if (isOpening || !random.chance(share)) return fetch(input, init);
    await new Promise((wait) => setTimeout(wait, random.int(20)));
    const turn = turns[method]++ % 3;
    if (turn === 0) {
      faults.lostRequests++;
      throw new TypeError('the request was lost');
    }
    if (turn === 1 && method === 'POST') {
      faults.doubled++;
      const [answer] = await Promise.all([fetch(input, init), fetch(input, init)]);
      return answer;
    }
    const response = await fetch(input, init);
    if (turn === 1 && response.body) {
      faults.brokenOff++;
      return new Response(response.body.pipeThrough(breakingOff(random.int(400))), response);
    }
    faults.lostAnswers++;
    await response.body?.cancel();
    throw new TypeError('the answer was lost');
  };
  return { fetch: ask as typeof fetch, faults };
}

function breakingOff(after: number): TransformStream<Uint8Array, Uint8Array> {
  let left = after;
  return new TransformStream({
    transform(piece, controller) {
      controller.enqueue(piece.subarray(0, left));
      left -= piece.length;
      if (left < 0) controller.error(new TypeError('broken off'));
    }
  });
}
