import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { encodeRecord, RecordReader, type SendAnswer } from '#lib/sync/httpRecords.ts';
import { syncFrame } from '#lib/sync/frame.server.ts';
import type { DocumentRef } from '#lib/sync/index.ts';
import { faultyFetch } from './support/faultyFetch.ts';
import { createRandom } from './support/random.ts';
import { editorOf, openRaw, openStock } from './support/socket.ts';
import {
  accountOf,
  createWorld,
  nameOf,
  textOf,
  until,
  writeParagraph,
  type World
} from './support/world.ts';

let world: World & { via?: 'stream' | 'poll' | 'glance' };
let ref: DocumentRef;
let base: string;

async function begin(options?: Parameters<typeof createWorld>[0]) {
  world = await createWorld(options);
  ref = await world.createBrief();
  base = `http://127.0.0.1:${world.port}/collab`;
}
beforeEach(() => begin());
afterEach(async () => {
  await world.close();
  expect(world.problems).toEqual([]);
});

const over = (via: 'stream' | 'poll' | 'glance') => Object.assign(world, { via });
const stored = async () => textOf((await world.sync.read(ref.id)).doc);

/** One session by hand, request by request, as a stranger's program would hold it. */
async function openSession(who = 'ada', query = '&ack=1') {
  const path = `${base}/${nameOf(ref)}`;
  const answer = await fetch(`${path}?token=${who}${query}`, { method: 'POST' });
  const told = (await answer.json()) as { session: string };
  const url = (more: string, token = who) => `${path}/${told.session}?token=${token}&${more}`;
  return {
    ...told,
    url,
    post: (seq: number, frames: Uint8Array[], more = '') =>
      fetch(url(`seq=${seq}${more}`), { method: 'POST', body: bodyOf(frames) }),
    async get(from: number, how = 'glance') {
      const answer = await fetch(url(`from=${from}&how=${how}`));
      if (!answer.ok) return { status: answer.status, records: [] };
      const bytes = new Uint8Array(await answer.arrayBuffer());
      return { status: answer.status, records: new RecordReader().read(bytes) };
    }
  };
}

const bodyOf = (frames: Uint8Array[]) =>
  Buffer.concat(frames.map((frame) => encodeRecord({ kind: 'frame', frame })));

/** An editor's update frames, made apart from any connection. */
function frames(count: number, word = 'line'): Uint8Array[] {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, whole);
  const made: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => made.push(syncFrame('update', update)));
  for (let i = 0; i < count; i++) writeParagraph(doc, `${word} ${i}.`);
  return made;
}
let whole: Uint8Array;
beforeEach(async () => {
  whole = Y.encodeStateAsUpdate((await world.sync.read(ref.id)).doc);
});

describe('H2 opening', () => {
  test('what a socket is told by a close code, the answer tells', async () => {
    world.levels.set('eve', 'none');
    const answer = await fetch(`${base}/${nameOf(ref)}?token=eve`, { method: 'POST' });
    expect(await answer.json()).toEqual({ close: { code: 4404, reason: 'no such document' } });
    const nowhere = openStock(over('stream'), { ...ref, epoch: 9 }, 'ada');
    await until('told for good', () => nowhere.closed === 4404);
    expect(nowhere.provider.shouldConnect).toBe(false);
    nowhere.end();
  });

  test.each([
    ['a foreign page with a cookie', '', { origin: 'http://evil.example', cookie: 'who=ada' }, 403],
    ['a foreign page with a token', '?token=ada', { origin: 'http://evil.example' }, 200],
    ['an own page', '', { origin: 'http://own.example', cookie: 'who=ada' }, 200]
  ])('%s', async (_name, query, headers, status) => {
    const answer = await fetch(`${base}/${nameOf(ref)}${query}`, { method: 'POST', headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('addresses and people are bounded together with sockets, and nothing else is served here', async () => {
    await world.close();
    await begin({ limits: { socketsPerPerson: 2, socketsPerAddress: 3 } });
    const socket = await openRaw(world, ref, { who: 'ada' });
    await openSession('ada');
    const third = await fetch(`${base}/${nameOf(ref)}?token=ada`, { method: 'POST' });
    expect(await third.json()).toMatchObject({ close: { code: 4429 } });
    await openSession('bao');
    const fourth = await fetch(`${base}/${nameOf(ref)}?token=cat`, { method: 'POST' });
    expect([fourth.status, fourth.headers.get('retry-after')]).toEqual([429, '2']);
    socket.end();
    const asked: [string, string][] = [
      ['GET', nameOf(ref)],
      ['POST', 'nonsense'],
      ['POST', `${nameOf(ref)}/a/b`],
      ['DELETE', ''],
      ['GET', `${nameOf(ref)}/${'x'.repeat(43)}?from=0`]
    ];
    const statuses = asked.map(async ([method, path]) => (await fetch(`${base}/${path}`, { method })).status);
    expect(await Promise.all(statuses)).toEqual([405, 404, 404, 405, 404]);
    expect(await (await fetch(`${base}/`)).json()).toEqual({ wires: ['websocket', 'http'] });
  });
});

describe('H4 a session belongs to who opened it', () => {
  test('nobody else can listen or send with its id, and none learns that it exists', async () => {
    const ada = await openSession('ada');
    const [frame] = frames(1, 'stolen');
    const listening = await fetch(ada.url('from=0&how=glance', 'eve'));
    const sending = await fetch(ada.url('seq=1', 'eve'), { method: 'POST', body: bodyOf([frame!]) });
    const cookie = await fetch(ada.url('seq=1', 'ada').replace('token=ada&', ''), {
      method: 'POST',
      body: bodyOf([frame!]),
      headers: { cookie: 'who=ada', origin: 'http://evil.example' }
    });
    expect([listening.status, sending.status, cookie.status]).toEqual([404, 404, 403]);
    expect(await listening.text()).toBe('');
    expect(await stored()).not.toContain('stolen');
    expect((await ada.get(0)).status).toBe(200);
  });

  test('ids are long, and never the same', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, async () => (await openSession()).session));
    expect(new Set(ids).size).toBe(5);
    for (const id of ids) expect(id).toMatch(/^[\w-]{43}$/);
  });
});

describe('H5 what a client sends is taken once and in order', () => {
  test('a request sent again, twice at once, or longer than before changes nothing', async () => {
    const ada = await openSession();
    const [a, b, c, d] = frames(4) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    const twice = await Promise.all([ada.post(1, [a, b]), ada.post(1, [a, b])]);
    for (const answer of twice) expect((await answer.json()) as SendAnswer).toMatchObject({ received: 2 });
    expect(await (await ada.post(1, [a, b, c])).json()).toMatchObject({ received: 3 });
    expect(await (await ada.post(2, [b])).json()).toMatchObject({ received: 3 });
    expect(await (await ada.post(4, [d])).json()).toMatchObject({ received: 4 });
    await until('all are stored', async () => (await stored()).includes('line 3.'));
    const { records } = await ada.get(0);
    const acks = records.flatMap((r) => (r.kind === 'frame' && r.frame[0] === 100 ? [r.frame[1]] : []));
    expect(acks.at(-1)).toBe(4);
    expect(world.sync.stats().updatesCommitted).toBe(4);
  });

  test('what would leave a gap is not taken', async () => {
    const ada = await openSession();
    const [a, b] = frames(2) as [Uint8Array, Uint8Array];
    expect((await ada.post(2, [b])).status).toBe(409);
    expect(await (await ada.post(1, [a, b])).json()).toMatchObject({ received: 2 });
  });

  test.each(['stream', 'poll'] as const)(
    'through a network that loses, doubles and breaks requests, by %s, every edit arrives once',
    async (via) => {
      const seed = Number(process.env.SEED ?? Date.now() % 1e9);
      const random = createRandom(seed);
      await world.close();
      await begin({ limits: { holdMs: 100 } });
      const network = faultyFetch(random, 0.5);
      const ada = await openRaw(over(via), ref, { who: 'ada', ack: true, fetch: network.fetch });
      const bao = await openRaw({ url: world.url }, ref, { who: 'bao', ack: true });
      const [mine, theirs] = [await editorOf(ada), await editorOf(bao)];
      for (let i = 0; i < 120; i++) {
        ada.sendUpdate(mine.edit((doc) => writeParagraph(doc, `ada ${i}.`)));
        if (i % 3 === 0) bao.sendUpdate(theirs.edit((doc) => writeParagraph(doc, `bao ${i}.`)));
        await new Promise((next) => setTimeout(next, random.int(15)));
      }
      await until('all of ada’s are acknowledged', () => ada.acks.at(-1) === 120, 15_000);
      await until('all of bao’s are acknowledged', () => bao.acks.at(-1) === 40, 15_000);
      const now = () => {
        const doc = mine.doc;
        for (const update of ada.updates.splice(0)) Y.applyUpdate(doc, update);
        return textOf(doc);
      };
      const text = await stored();
      await until('ada has everything', () => now() === text, 15_000);
      for (let i = 0; i < 120; i++) expect(text.split(`ada ${i}.`), `seed ${seed}`).toHaveLength(2);
      expect(ada.acks, `seed ${seed}`).toEqual([...ada.acks].sort((a, b) => a - b));
      expect(ada.closed, `seed ${seed}`).toBeNull();
      const { lostAnswers, lostRequests, doubled, brokenOff } = network.faults;
      expect(Math.min(lostAnswers, lostRequests, doubled, brokenOff), `seed ${seed}`).toBeGreaterThan(0);
      for (const raw of [ada, bao]) raw.end();
    }
  );
});

describe('H6 what is sent to a client is neither lost nor doubled', () => {
  test('an answer that got lost is asked for again; what it has is forgotten here', async () => {
    const ada = await openSession();
    const first = await ada.get(0);
    const again = await ada.get(0);
    expect(again.records).toEqual(first.records);
    expect(first.records.length).toBeGreaterThan(0);
    const count = first.records.length;
    await ada.post(1, frames(1));
    await until('the acknowledgement', async () => (await ada.get(count)).records.length > 0);
    expect((await ada.get(0)).status).toBe(409);
    expect((await ada.get(count + 99)).status).toBe(409);
    expect((await ada.get(count)).records).toHaveLength(1);
  });

  test('a later request takes the place of an earlier one', async () => {
    const ada = await openSession();
    const { records } = await ada.get(0);
    const waiting = ada.get(records.length, 'poll');
    await until('it waits', () => world.sync.stats().sockets === 1);
    const next = ada.get(records.length, 'poll');
    expect(await waiting).toEqual({ status: 200, records: [] });
    const bao = await openRaw({ url: world.url }, ref, { who: 'bao' });
    bao.sendUpdate((await editorOf(bao)).edit((doc) => writeParagraph(doc, 'news')));
    expect((await next).records).toHaveLength(1);
    bao.end();
  });

  test('a poll waits for something, a stream begins at once and shows that it is open', async () => {
    await world.close();
    await begin({ limits: { holdMs: 300, beatMs: 50 } });
    const ada = await openSession();
    const { records } = await ada.get(0);
    const started = performance.now();
    expect((await ada.get(records.length, 'poll')).records).toEqual([]);
    expect(performance.now() - started).toBeGreaterThan(250);
    const stream = await ada.get(records.length, 'stream');
    expect(stream.records.length).toBeGreaterThanOrEqual(4);
    expect(new Set(stream.records.map(({ kind }) => kind))).toEqual(new Set(['beat']));
    const headers = (await fetch(ada.url(`from=${records.length}&how=glance`))).headers;
    expect(headers.get('cache-control')).toBe('no-store, no-transform');
    expect(headers.get('x-accel-buffering')).toBe('no');
  });
});

describe('H7 bounds', () => {
  test('a body larger than the largest frame ends the session as too large', async () => {
    const ada = await openSession();
    const answer = await ada.post(1, [new Uint8Array(2.2 * 1024 * 1024)]).catch(() => null);
    if (answer) expect(answer.status).toBe(413);
    const { records } = await ada.get(0);
    expect(records.at(-1)).toMatchObject({ kind: 'close', code: 4413 });
  });

  test('what are no records, and frames that are no messages, end it as malformed', async () => {
    for (const body of [
      new Uint8Array([7, 1, 1]),
      new Uint8Array([0, 9, 1]),
      bodyOf([new Uint8Array([9])])
    ]) {
      const eve = await openSession('eve');
      await fetch(eve.url('seq=1'), { method: 'POST', body });
      await until('gone', () => world.sync.stats().sockets === 0);
      expect((await eve.get(0)).records.at(-1)).toMatchObject({ kind: 'close', code: 4400 });
    }
  });

  test('a reader that does not come for its frames is cut off', async () => {
    await world.close();
    await begin({ limits: { bufferedBytes: 20_000 } });
    const lazy = await openSession('lazy', '');
    const ada = await openRaw({ url: world.url }, ref, { who: 'ada', ack: true });
    const { edit } = await editorOf(ada);
    for (let i = 1; i <= 20; i++) {
      ada.sendUpdate(edit((doc) => writeParagraph(doc, 'x'.repeat(1500))));
      await until('stored and relayed', () => ada.acks.at(-1) === i);
    }
    await until('cut off', () => world.sync.stats().slowSockets === 1);
    expect((await lazy.get(0)).records).toEqual([{ kind: 'close', code: 1006, reason: '' }]);
    expect(ada.closed).toBeNull();
    ada.end();
  });

  test('who sends too fast waits for the answer', async () => {
    await world.close();
    await begin({ limits: { framesPerSecond: 20, frameBurst: 5 } });
    const ada = await openSession();
    const started = performance.now();
    await ada.post(1, frames(15));
    expect(performance.now() - started).toBeGreaterThan(350);
    await until('all are stored', async () => (await stored()).includes('line 14.'));
  });
});

describe('H8 silence and farewell', () => {
  test('a client that is not heard of is gone; one that listens stays', async () => {
    await world.close();
    await begin({ limits: { deadMs: 250, holdMs: 80, beatMs: 40, pingMs: 60 } });
    const here = await openRaw(over('poll'), ref, { who: 'here' });
    await openSession('gone');
    await until('both are here', () => world.sync.present(ref.id).length === 2);
    await until('one is gone', () => world.sync.present(ref.id).length === 1);
    await new Promise((later) => setTimeout(later, 300));
    expect(world.sync.present(ref.id)).toEqual([accountOf('here')]);
    here.end();
  });

  test('closing sends what was still waiting, and frees the place at once', async () => {
    const ada = await openRaw(over('stream'), ref, { who: 'ada' });
    const { edit } = await editorOf(ada);
    ada.sendPresence(31, 1, { cursor: null });
    for (let i = 0; i < 5; i++) ada.sendUpdate(edit((doc) => writeParagraph(doc, `last ${i}.`)));
    ada.end();
    await until('gone', () => world.sync.stats().sockets === 0);
    await until('stored', async () => (await stored()).includes('last 4.'));
  });

  test('who was away for a moment still learns why the session ended', async () => {
    const ada = await openSession();
    const count = (await ada.get(0)).records.length;
    world.setLevel('ada', 'none');
    await until('gone', () => world.sync.stats().sockets === 0);
    expect((await ada.get(count)).records.at(-1)).toMatchObject({ kind: 'close', code: 4403 });
    expect((await ada.post(1, frames(1, 'late'))).status).toBe(200);
    expect(await stored()).not.toContain('late');
  });
});

test.each(['stream', 'poll', 'glance'] as const)(
  'H9 stock clients converge by %s and by socket',
  async (via) => {
    const [ada, bao] = [
      openStock(over(via), ref, 'ada'),
      openStock({ ...world, via: undefined }, ref, 'bao')
    ];
    await ada.synced();
    await bao.synced();
    ada.provider.awareness.setLocalStateField('cursor', { at: 1 });
    for (let i = 0; i < 10; i++) {
      writeParagraph(ada.doc, `a${i}`);
      writeParagraph(bao.doc, `b${i}`);
    }
    const done = ({ doc }: { doc: Y.Doc }) => /a9/.test(textOf(doc)) && /b9/.test(textOf(doc));
    await until('both have all', () => done(ada) && done(bao));
    expect(textOf(ada.doc)).toBe(textOf(bao.doc));
    await until('seen', () => bao.provider.awareness.getStates().has(ada.doc.clientID));
    ada.end();
    await until('gone', () => !bao.provider.awareness.getStates().has(ada.doc.clientID));
    bao.end();
  }
);

test('H10 draining tells those who listen, and lets nobody in', async () => {
  const [ada, bao] = [
    await openRaw(over('stream'), ref, { who: 'ada' }),
    await openRaw(over('poll'), ref, { who: 'bao' })
  ];
  await ada.text();
  await bao.text();
  const started = performance.now();
  await world.sync.drain();
  expect(performance.now() - started).toBeLessThan(1500);
  await until('told', () => ada.closed?.code === 1012 && bao.closed?.code === 1012);
  const late = await fetch(`${base}/${nameOf(ref)}?token=ada`, { method: 'POST' });
  expect(late.status).toBe(503);
});
