import { afterEach, describe, expect, it, vi } from 'vitest';
import { createNotices, newId, Problem, type Id, type Notices } from '#lib/kernel/index.ts';
import { bytesOf, message, sharedPiece } from './eventStream.server.ts';
import { liveHub, type LiveHub } from './hub.server.ts';
import { MOST_TOPICS, placeIn, type Cursor } from './index.ts';

type Who = { account: Id | null };
const [stranger, member]: [Who, Who] = [{ account: null }, { account: newId() }];
const [one, two] = [newId(), newId()];

type World = {
  hub: LiveHub<Who>;
  notices: Notices;
  /** makes a thing longer by a number */
  grow(id: Id, by?: number): void;
  /** as another process would */
  growUnheard(id: Id): void;
  forbid: Set<unknown>;
  signedOut: Set<Who>;
  reads: number;
  opened: number;
};

let hubs: LiveHub<Who>[] = [];
afterEach(() => {
  for (const hub of hubs) hub.close();
  hubs = [];
  vi.restoreAllMocks();
});

/** Things that are rows of numbers from 1, ten to a piece. */
function world(options: { beat?: number; recheck?: number; size?: number; limits?: object } = {}): World {
  const notices = createNotices((error) => {
    throw error;
  });
  const lengths = new Map<Id, number>();
  const listeners = new Map<Id, () => void>();
  const made: World = {
    notices,
    reads: 0,
    opened: 0,
    forbid: new Set(),
    signedOut: new Set(),
    grow(id, by = 1) {
      lengths.set(id, (lengths.get(id) ?? 0) + by);
      listeners.get(id)?.();
    },
    growUnheard: (id) => void lengths.set(id, (lengths.get(id) ?? 0) + 1),
    hub: liveHub<Who>({
      notices,
      accountOf: ({ account }) => account,
      async revalidate(who) {
        if (made.signedOut.has(who)) throw new Problem('not_signed_in');
        return who;
      },
      onError(error) {
        throw error;
      },
      pace: { beat: options.beat ?? 60_000, recheck: options.recheck ?? 60_000 },
      limits: { account: 3, address: 5, ...options.limits },
      topics: (['row', 'alone'] as const).map((kind) => ({
        kind,
        async admit(who: Who, id: Id) {
          if (made.forbid.has(who) || made.forbid.has(id)) throw new Problem('not_found');
          return { programme: id };
        },
        open(id: Id, changed: () => void) {
          made.opened += 1;
          listeners.set(id, changed);
          return {
            async read(cursor: Cursor) {
              made.reads += 1;
              const from = placeIn(cursor);
              const to = Math.min(from + 10, lengths.get(id) ?? 0);
              if (to <= from) return null;
              const data = `${'x'.repeat(options.size ?? 0)}${to}`;
              const bytes =
                kind === 'alone'
                  ? bytesOf(message(data, { id: String(to) }))
                  : sharedPiece({ topic: `row:${id}`, from, cursor: String(to), data });
              return { cursor: String(to), isLast: to === lengths.get(id), bytes };
            },
            close() {
              made.opened -= 1;
              listeners.delete(id);
            }
          };
        }
      }))
    })
  };
  hubs.push(made.hub);
  return made;
}

function reader(stream: ReadableStream<Uint8Array>) {
  const source = stream.getReader();
  const decoder = new TextDecoder();
  /** what is sent next, or null at the end */
  async function next(): Promise<string | null> {
    const { value, done } = await source.read();
    return done ? null : decoder.decode(value);
  }
  return {
    next,
    /** the next message about a topic */
    async topic(): Promise<{ topic: string; from?: number; cursor?: string; ended?: string } | null> {
      for (;;) {
        const sent = await next();
        if (sent === null) return null;
        if (sent !== 'data: {}\n\n') return JSON.parse(sent.slice('data: '.length)) as never;
      }
    },
    leave: () => source.cancel()
  };
}

const row = (id: Id, cursor = '') => ({ topic: `row:${id}`, cursor });
const share = async (hub: LiveHub<Who>, who: Who, ...wanted: { topic: string; cursor: string }[]) =>
  reader(await hub.share(who, 'here', wanted));

describe('a stream for all tabs of a browser', () => {
  it('brings each topic from its own place, then what happens', async () => {
    const { hub, grow } = world();
    grow(one, 25);
    grow(two, 3);
    const stream = await share(hub, stranger, row(one, '12'), row(two));
    expect(await stream.topic()).toMatchObject({ topic: `row:${one}`, from: 12, cursor: '22' });
    expect(await stream.topic()).toMatchObject({ topic: `row:${two}`, from: 0, cursor: '3' });
    expect(await stream.topic()).toMatchObject({ topic: `row:${one}`, from: 22, cursor: '25' });
    grow(two);
    expect(await stream.topic()).toMatchObject({ topic: `row:${two}`, from: 3, cursor: '4' });
  });

  it('tells a topic that may not be followed as ended, like one that is not there, and brings the others', async () => {
    const { hub, grow, forbid } = world();
    grow(one);
    forbid.add(two);
    const stream = await share(hub, stranger, row(two), { topic: 'nothing:x', cursor: '' }, row(one));
    expect(await stream.topic()).toEqual({ topic: `row:${two}`, ended: 'not_found' });
    expect(await stream.topic()).toEqual({ topic: 'nothing:x', ended: 'not_found' });
    expect(await stream.topic()).toMatchObject({ topic: `row:${one}`, cursor: '1' });
  });

  it('takes no more topics than a browser shows', async () => {
    const { hub } = world();
    const many = Array.from({ length: MOST_TOPICS + 1 }, () => row(newId()));
    await expect(hub.share(stranger, 'here', many)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(hub.share(stranger, 'here', [])).rejects.toMatchObject({ code: 'invalid_input' });
    expect(hub.stats()).toEqual({ streams: 0, topics: 0 });
  });
});

describe('rights', () => {
  it('ends one topic when its rights go, and the stream with the last', async () => {
    const { hub, notices, forbid, grow } = world();
    const stream = await share(hub, member, row(one), row(two));
    await stream.next();
    forbid.add(one);
    notices.publish({ kind: 'rights', programme: one });
    expect(await stream.topic()).toEqual({ topic: `row:${one}`, ended: 'not_found' });
    grow(two);
    expect(await stream.topic()).toMatchObject({ topic: `row:${two}`, cursor: '1' });
    forbid.add(member);
    notices.publish({ kind: 'rights', account: member.account!, programme: two });
    expect(await stream.topic()).toEqual({ topic: `row:${two}`, ended: 'not_found' });
    expect(await stream.next()).toBeNull();
    expect(hub.stats()).toEqual({ streams: 0, topics: 0 });
  });

  it('shows nothing that happens between the notice and the answer', async () => {
    const { hub, notices, forbid, grow } = world();
    const stream = await share(hub, stranger, row(one));
    await stream.next();
    grow(one);
    expect(await stream.topic()).toMatchObject({ cursor: '1' });
    grow(one);
    forbid.add(stranger);
    notices.publish({ kind: 'rights', programme: one });
    grow(one);
    expect(await stream.topic()).toEqual({ topic: `row:${one}`, ended: 'not_found' });
    expect(await stream.next()).toBeNull();
  });

  it('ends every topic of a session that has ended, and nobody else’s', async () => {
    const { hub, notices, signedOut, grow } = world();
    const theirs = await share(hub, member, row(one), row(two));
    const other = await share(hub, stranger, row(one));
    signedOut.add(member);
    notices.publish({ kind: 'rights', account: member.account! });
    const told = [await theirs.topic(), await theirs.topic()];
    expect(told).toContainEqual({ topic: `row:${one}`, ended: 'not_signed_in' });
    expect(told).toContainEqual({ topic: `row:${two}`, ended: 'not_signed_in' });
    expect(await theirs.next()).toBeNull();
    grow(one);
    expect(await other.topic()).toMatchObject({ cursor: '1' });
  });

  it('asks again from time to time, for sessions that run out without a word', async () => {
    const { hub, signedOut } = world({ recheck: 30 });
    const theirs = await share(hub, member, row(one));
    signedOut.add(member);
    expect(await theirs.topic()).toEqual({ topic: `row:${one}`, ended: 'not_signed_in' });
    expect(await theirs.next()).toBeNull();
  });
});

describe('a stream for a program', () => {
  const alone = (id: Id, cursor = '') => ({ topic: `alone:${id}`, cursor });

  it('refuses before it begins, in the same way for what is not there', async () => {
    const { hub, forbid } = world();
    forbid.add(one);
    await expect(hub.follow(stranger, 'here', alone(one))).rejects.toMatchObject({ code: 'not_found' });
    await expect(hub.follow(stranger, 'here', { topic: 'alone:x', cursor: '' })).rejects.toMatchObject({
      code: 'not_found'
    });
    expect(hub.stats()).toEqual({ streams: 0, topics: 0 });
  });

  it('says when to come back, brings messages with ids, beats in comments and tells its end', async () => {
    const { hub, grow, forbid, notices } = world({ beat: 20 });
    const stream = reader(await hub.follow(stranger, 'here', alone(one)));
    expect(await stream.next()).toMatch(/^retry: 2000\n/);
    grow(one);
    expect(await stream.next()).toBe('id: 1\ndata: 1\n\n');
    expect(await stream.next()).toBe(': still here\n\n');
    forbid.add(one);
    notices.publish({ kind: 'rights', programme: one });
    let last: string | null = '';
    while (last !== null && !last.startsWith('event')) last = await stream.next();
    expect(last).toBe('event: ended\ndata: {"code":"not_found"}\n\n');
    expect(await stream.next()).toBeNull();
  });

  it('finds with its beat what no notice told', async () => {
    const { hub, growUnheard } = world({ beat: 20 });
    const stream = reader(await hub.follow(stranger, 'here', alone(one)));
    expect(await stream.next()).toMatch(/^retry/);
    expect(await stream.next()).toBe(': still here\n\n');
    growUnheard(one);
    let sent = await stream.next();
    while (sent === ': still here\n\n') sent = await stream.next();
    expect(sent).toBe('id: 1\ndata: 1\n\n');
  });
});

describe('cost', () => {
  it('opens one feed for all who follow, and closes it with the last', async () => {
    const made = world();
    const streams = [
      await share(made.hub, stranger, row(one)),
      await share(made.hub, member, row(one)),
      await share(made.hub, member, row(one), row(two))
    ];
    expect(made.opened).toBe(2);
    expect(made.hub.stats()).toEqual({ streams: 3, topics: 2 });
    for (const stream of streams) await stream.leave();
    expect(made.opened).toBe(0);
    expect(made.hub.stats()).toEqual({ streams: 0, topics: 0 });
  });

  it('reads no further than a slow reader takes, and goes on when it does', async () => {
    const made = world({ size: 10_000 });
    made.grow(one, 5_000);
    const slow = await share(made.hub, stranger, row(one));
    await vi.waitFor(() => expect(made.reads).toBeGreaterThan(3));
    await new Promise((turn) => setImmediate(turn));
    const before = made.reads;
    made.grow(one);
    await new Promise((turn) => setImmediate(turn));
    expect(made.reads).toBe(before);
    expect(before).toBeLessThan(10);
    let place = 0;
    while (place < 5_001) {
      const { from, cursor } = (await slow.topic())!;
      expect(from).toBe(place);
      place = Number(cursor);
    }
  });

  it('lets an account and an address hold so many streams and no more', async () => {
    const { hub } = world();
    const held = [];
    for (let n = 0; n < 3; n++) held.push(await share(hub, member, row(one)));
    await expect(hub.share(member, 'elsewhere', [row(one)])).rejects.toMatchObject({
      code: 'too_many_streams'
    });
    for (let n = 0; n < 2; n++) held.push(await share(hub, stranger, row(one)));
    await expect(hub.share(stranger, 'here', [row(one)])).rejects.toMatchObject({ code: 'too_many_streams' });
    held.push(reader(await hub.share(stranger, 'elsewhere', [row(one)])));
    await held[0]!.leave();
    held.push(await share(hub, member, row(one)));
    expect(hub.stats().streams).toBe(6);
  });

  it('ends for a restart without a word, so that readers come back, and lets nobody in meanwhile', async () => {
    const { hub } = world();
    const stream = await share(hub, stranger, row(one));
    await stream.next();
    hub.close();
    expect(await stream.next()).toBeNull();
    expect(await (await share(hub, stranger, row(one))).next()).toBeNull();
    expect(hub.stats()).toEqual({ streams: 0, topics: 0 });
  });
});
