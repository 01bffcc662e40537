import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anonymous, type Actor } from '#lib/access/index.ts';
import type { Id, RecordedEvent } from '#lib/kernel/index.ts';
import { GENESIS } from '#lib/journal/index.ts';
import { liveHub, type LiveHub } from '#lib/live/index.server.ts';
import type { TopicMessage } from '#lib/live/index.ts';
import { recordTopics } from '#lib/programmes/index.server.ts';
import { dialect } from '../support/database.ts';
import { openWorld, type PersonActor, type World } from '../support/world.ts';

// Every entry is four questions to the database: over a connection that takes minutes for ten thousand.
const EVENTS = dialect === 'sqlite' ? 10_000 : 2_000;
const BYTES_BEFORE_A_CUT = EVENTS * 16;
const WRITERS = 20;
const AT_ONCE = 25;

let world: World;
let live: LiveHub<Actor>;
let facilitator: PersonActor;
beforeAll(async () => {
  world = await openWorld();
  facilitator = await world.someone('林');
  const { bus, journal } = world.storage;
  live = liveHub<Actor>({
    topics: recordTopics(world.programmes, { notices: bus, listEvents: journal.listEvents }),
    notices: bus,
    revalidate: world.access.revalidate,
    accountOf: (actor) => (actor.kind === 'person' ? actor.person.id : null),
    onError(error) {
      throw error;
    }
  });
});
afterAll(async () => {
  live?.close();
  await world?.close();
});

/** Random numbers that are the same in every run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state % below;
  };
}

/**
 * A program that follows the record as a client of event streams does: it counts an entry once its message is whole,
 * and comes back with the id of the last one. Its connection is cut after so many bytes as `patience` says.
 */
async function followTo(last: number, programme: Id, patience: () => number) {
  const events: RecordedEvent[] = [];
  let connections = 0;
  let lastEventId = '0';
  while (Number(lastEventId) < last) {
    connections += 1;
    const wanted = { topic: `journal:${programme}`, cursor: lastEventId };
    const source = (await live.follow(anonymous, 'here', wanted)).getReader();
    const decoder = new TextDecoder();
    let [left, unread] = [patience(), ''];
    while (left > 0 && Number(lastEventId) < last) {
      const { value, done } = await source.read();
      if (done) break;
      // The cut falls anywhere, also inside a message or a character.
      unread += decoder.decode(value.subarray(0, left), { stream: true });
      left -= value.length;
      const messages = unread.split('\n\n');
      unread = messages.pop()!;
      for (const message of messages) {
        const id = /^id: (\d+)$/m.exec(message)?.[1];
        if (!id) continue;
        lastEventId = id;
        events.push(JSON.parse(/^data: (.*)$/m.exec(message)![1]!) as RecordedEvent);
      }
    }
    await source.cancel();
  }
  return { events, connections };
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

function hashOf({ chain, seq, at, actor, affiliation, type, subject, data, prev }: RecordedEvent): string {
  return sha256(canonicalize({ programme: chain, seq, at, actor, affiliation, type, subject, data, prev })!);
}

describe('following the record while twenty write', () => {
  test(`${EVENTS} entries come once each and in order through a connection that is cut again and again`, async () => {
    const programme = await world.programme(facilitator);
    const head = await world.programmes.recordHead(facilitator, programme);
    const roll = dice(7);
    const cutOff = followTo(EVENTS, programme, () => roll(BYTES_BEFORE_A_CUT));
    const steady = followTo(EVENTS, programme, () => Infinity);

    const wanted = EVENTS - head.seq;
    let begun = 0;
    await Promise.all(
      Array.from({ length: WRITERS }, async () => {
        while (begun < wanted) {
          const count = Math.min(AT_ONCE, wanted - begun);
          begun += count;
          await world.storage.write(async (unit) => {
            for (let n = 0; n < count; n++) {
              await unit.record({
                chain: programme,
                type: 'brief.updated',
                actor: facilitator.person.id,
                affiliation: { sector: 'government', proof: 'self_declared' },
                subject: { kind: 'brief', id: programme },
                data: { fields: ['title'] }
              });
            }
          });
        }
      })
    );

    const { events, connections } = await cutOff;
    expect(connections).toBeGreaterThan(50);
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: EVENTS }, (_, n) => n + 1));
    const brokenAt = events.find(({ prev }, n) => prev !== (n === 0 ? GENESIS : events[n - 1]!.hash));
    expect(brokenAt).toBeUndefined();
    const plain = events.filter(({ data }) => !data || !('commitments' in data));
    expect(plain.length).toBeGreaterThanOrEqual(wanted);
    expect(plain.find((event) => hashOf(event) !== event.hash)).toBeUndefined();
    expect(await world.storage.journal.head(programme)).toMatchObject({ hash: events.at(-1)!.hash });

    const uncut = await steady;
    expect(uncut.connections).toBe(1);
    expect(uncut.events.length).toBe(EVENTS);
    expect(live.stats()).toEqual({ streams: 0, topics: 0 });
  }, 120_000);
});

describe('who may follow the record', () => {
  const wanted = (kind: string, programme: Id) => ({ topic: `${kind}:${programme}`, cursor: '0' });

  test('strangers learn nothing of a private programme, members follow it', async () => {
    const programme = await world.programme(facilitator, { visibility: 'private' });
    const unknown = live.follow(anonymous, 'here', wanted('journal', facilitator.person.id));
    await expect(unknown).rejects.toMatchObject({ code: 'not_found' });
    const refused = live.follow(anonymous, 'here', wanted('journal', programme));
    await expect(refused).rejects.toMatchObject({ code: 'not_found' });
    const stream = await live.follow(facilitator, 'here', wanted('journal', programme));
    await stream.cancel();
  });

  test('a browser’s stream names what happened to what, and nobody', async () => {
    const programme = await world.programme(facilitator);
    const member = await world.member(programme, facilitator, { name: '陳家瑜', sector: 'business' });
    const source = (await live.share(anonymous, 'here', [wanted('events', programme)])).getReader();
    let sent = '';
    while (!sent.includes('member.joined')) sent += new TextDecoder().decode((await source.read()).value);
    await source.cancel();
    for (const secret of ['陳家瑜', '港務科', 'commitments', '"actor"', '"hash"', 'committed'])
      expect(sent, secret).not.toContain(secret);
    const told = JSON.parse(sent.split('\n\n').at(-2)!.slice('data: '.length)) as TopicMessage;
    expect(told).toMatchObject({ topic: `events:${programme}`, from: 0 });
    expect(sent).toContain(member.person.id);
  });

  test('the stream ends when the programme becomes private, before anything of it is told', async () => {
    const programme = await world.programme(facilitator);
    const { seq } = await world.programmes.recordHead(facilitator, programme);
    const source = (
      await live.follow(anonymous, 'here', { topic: `journal:${programme}`, cursor: String(seq) })
    ).getReader();
    await source.read();
    const at = performance.now();
    await world.programmes.updateProgramme(facilitator, programme, { visibility: 'private' });
    let sent = '';
    for (;;) {
      const { value, done } = await source.read();
      if (done) break;
      sent += new TextDecoder().decode(value);
    }
    expect(performance.now() - at).toBeLessThan(1000);
    expect(sent).toBe('event: ended\ndata: {"code":"not_found"}\n\n');
  });
});
