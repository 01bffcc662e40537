import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeRecord, RecordReader } from '#lib/sync/httpRecords.ts';
import type { DocumentRef } from '#lib/sync/index.ts';
import { editorOf, openRaw } from './support/socket.ts';
import { createWorld, nameOf, until, writeParagraph, type World } from './support/world.ts';

let world: World;
let ref: DocumentRef;

beforeEach(async () => {
  world = await createWorld();
  ref = await world.createBrief();
});
afterEach(async () => {
  await world.close();
  expect(world.problems).toEqual([]);
});

/** A session by hand; `url` takes what to ask of it. */
async function openSession(who: string) {
  const path = `http://127.0.0.1:${world.port}/collab/${nameOf(ref)}`;
  const answer = await fetch(`${path}?token=${who}`, { method: 'POST' });
  const { session } = (await answer.json()) as { session: string };
  const url = (query: string) => `${path}/${session}?token=${who}&${query}`;
  return {
    url,
    post: (frames: Uint8Array[]) =>
      fetch(url('seq=1'), {
        method: 'POST',
        body: Buffer.concat(frames.map((frame) => encodeRecord({ kind: 'frame', frame })))
      }),
    async get(how: 'poll' | 'glance') {
      const answer = await fetch(url(`from=0&how=${how}`));
      return new RecordReader().read(new Uint8Array(await answer.arrayBuffer()));
    }
  };
}

// "Who is here?", the smallest frame there is.
const asks = (count: number) => Array.from({ length: count }, () => new Uint8Array([3]));

test('H7 a poll whose answer is too much for the line at once still ends with the last frame', async () => {
  const reader = await openSession('bao');
  const ada = await openRaw({ url: world.url }, ref, { who: 'ada', ack: true });
  const { edit } = await editorOf(ada);
  for (let i = 1; i <= 3; i++) {
    ada.sendUpdate(edit((doc) => writeParagraph(doc, 'x'.repeat(200_000))));
    await until('stored and relayed', () => ada.acks.at(-1) === i);
  }
  const started = performance.now();
  const records = await reader.get('poll');
  expect(records.filter((one) => one.kind === 'frame' && one.frame.length > 200_000)).toHaveLength(3);
  expect(performance.now() - started).toBeLessThan(5000);
  ada.end();
});

test('H7 a body of countless tiny frames is too large, whatever its bytes', async () => {
  const ada = await openSession('ada');
  const answer = await ada.post(asks(100_000)).catch(() => null);
  if (answer) expect(answer.status).toBe(413);
  expect((await ada.get('glance')).at(-1)).toMatchObject({ kind: 'close', code: 4413 });
});

test('H5 requests count from their first byte, so that no crowd of them is held in memory', async () => {
  const ada = await openSession('ada');
  const { port, pathname, search } = new URL(ada.url('seq=1'));
  const slow = Array.from({ length: 4 }, () => {
    const asked = request({ port, path: pathname + search, method: 'POST', host: '127.0.0.1' });
    asked.on('error', () => undefined).write(new Uint8Array([0]));
    return asked;
  });
  try {
    await until('one more is refused', async () => (await ada.post(asks(1))).status === 429);
  } finally {
    for (const one of slow) one.destroy();
  }
  await until('taken again', async () => (await ada.post(asks(1))).status === 200);
});
