import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId, type Json } from '#lib/kernel/index.ts';
import { MOST_TOPICS, placeIn, readWanted, type TopicMessage, type TopicName } from '../index.ts';
import { browserTab, type BrowserTab, type Following } from './browserTabs.ts';

/**
 * A server of rows of numbers: every stream brings what comes after its cursors, in pieces of up to three. It is told
 * when something is added, and may be slow.
 */
const server = {
  rows: new Map<string, number>(),
  streams: new Set<FakeSource>(),
  most: 0,
  opened: 0,
  grow(topic: string, by = 1) {
    server.rows.set(topic, (server.rows.get(topic) ?? 0) + by);
    for (const stream of [...server.streams]) stream.pump();
  }
};

class FakeSource {
  static readonly OPEN = 1;
  readyState = 0;
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  #places: Map<string, number>;
  constructor(url: string) {
    const wanted = new URL(url, 'http://x').searchParams.getAll('t').map(readWanted);
    this.#places = new Map(wanted.map(({ topic, cursor }) => [topic, placeIn(cursor)]));
    server.streams.add(this);
    server.opened += 1;
    server.most = Math.max(server.most, server.streams.size);
    queueMicrotask(() => {
      this.readyState = 1;
      this.say('{}');
      this.pump();
    });
  }
  pump() {
    if (this.readyState !== 1) return;
    for (const [topic, from] of this.#places) {
      const end = server.rows.get(topic) ?? 0;
      for (let place = from; place < end;) {
        const to = Math.min(place + 3, end);
        const data = Array.from({ length: to - place }, (_, n) => place + n + 1);
        this.say(JSON.stringify({ topic, from: place, cursor: String(to), data } as TopicMessage));
        place = to;
        this.#places.set(topic, to);
      }
    }
  }
  say(data: string) {
    if (this.readyState === 1) this.onmessage?.({ data });
  }
  drop() {
    this.close();
    this.onerror?.();
  }
  close() {
    this.readyState = 2;
    server.streams.delete(this);
  }
}

let tabs: { page: EventTarget; tab: BrowserTab }[] = [];

/** Opens a tab of the browser: what it hears of its own page, only it hears. */
function openTab(account = '') {
  const page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  vi.stubGlobal('document', Object.assign(page, { hidden: false }));
  const made = { page, tab: browserTab(`/live?as=${account}`) };
  tabs.push(made);
  return made;
}

function close({ page }: { page: EventTarget }) {
  page.dispatchEvent(new Event('pagehide'));
}

/** Somebody who notes what a tab is brought. */
function watch({ tab }: { tab: BrowserTab }, topic: TopicName, from = 0) {
  const seen: number[] = [];
  const states: string[] = [];
  const following: Following = {
    topic,
    cursor: String(from),
    onNews(data: Json, before) {
      seen.push(...(data as number[]).filter((n) => n > placeIn(before)));
    },
    onState: (state) => states.push(state),
    onEnded: (code) => states.push(code)
  };
  return { seen, states, leave: tab.follow(following) };
}

it('leaves the lead to the next tab when it is granted in the moment of leaving', async () => {
  vi.stubGlobal('EventSource', FakeSource);
  let grant: (() => unknown) | null = null;
  vi.stubGlobal('navigator', {
    locks: { request: (_: string, __: unknown, work: () => unknown) => new Promise(() => (grant = work)) }
  });
  const gone = openTab();
  watch(gone, `row:${newId()}`);
  close(gone);
  expect(grant!()).toBeUndefined();
  tabs = [];
  vi.unstubAllGlobals();
});

it('reads no place that a log cannot have', () => {
  expect(['', '17-a9c3', '99999999999999'].map(placeIn)).toEqual([0, 17, 2_147_483_647]);
});

it('asks for the newest topics when a browser shows more than one stream carries', async () => {
  const asked: number[] = [];
  vi.stubGlobal(
    'EventSource',
    class {
      constructor(url: string) {
        asked.push(new URL(url, 'http://x').searchParams.getAll('t').length);
      }
      close() {}
    }
  );
  vi.stubGlobal('navigator', {});
  const tab = openTab('many');
  for (let i = 0; i <= MOST_TOPICS; i++) watch(tab, `row:${newId()}`);
  await vi.waitFor(() => expect(asked).toEqual([MOST_TOPICS]), soon);
  close(tab);
  tabs = [];
  vi.unstubAllGlobals();
});

const upTo = (last: number, from = 0) => Array.from({ length: last - from }, (_, n) => from + n + 1);
const soon = { timeout: 3_000, interval: 5 };

describe.each(['locks', 'words'] as const)('tabs of one browser, electing by %s', (means) => {
  let topic: TopicName;
  beforeEach(() => {
    Object.assign(server, { rows: new Map(), streams: new Set(), most: 0, opened: 0 });
    topic = `row:${newId()}`;
    vi.stubGlobal('EventSource', FakeSource);
    if (means === 'words') vi.stubGlobal('navigator', {});
  });
  afterEach(() => {
    for (const tab of tabs) close(tab);
    tabs = [];
    vi.unstubAllGlobals();
  });

  it('hold one stream together, each from where its page was made', async () => {
    server.grow(topic, 20);
    const first = watch(openTab(), topic, 20);
    await vi.waitFor(() => expect(server.streams.size).toBe(1), soon);
    const others = [watch(openTab(), topic, 4), watch(openTab(), topic, 17)];
    await vi.waitFor(() => expect(others[0]!.seen).toEqual(upTo(20, 4)), soon);
    server.grow(topic, 5);
    await vi.waitFor(() => expect(others[1]!.seen).toEqual(upTo(25, 17)), soon);
    await vi.waitFor(() => expect(first.seen).toEqual(upTo(25, 20)), soon);
    await vi.waitFor(() => expect(others[0]!.seen).toEqual(upTo(25, 4)), soon);
    expect(others[0]!.states).toEqual(['live']);
    expect(server.most).toBe(1);
  });

  it('go on without a gap or a double when the leading tab closes, again and again', async () => {
    const leader = openTab();
    const watchers = [watch(leader, topic)];
    await vi.waitFor(() => expect(server.streams.size).toBe(1), soon);
    for (let n = 0; n < 5; n++) watchers.push(watch(openTab(), topic));
    let written = 0;
    for (let round = 0; round < 4; round++) {
      server.grow(topic, 7);
      written += 7;
      const leading = tabs[round]!;
      close(leading);
      server.grow(topic, 4);
      written += 4;
      for (const { seen } of watchers.slice(round + 1))
        await vi.waitFor(() => expect(seen).toEqual(upTo(written)), soon);
      expect(server.streams.size).toBe(1);
    }
    expect(server.most).toBe(1);
  });

  it('come back from where they were when the connection drops', async () => {
    const [one, two] = [watch(openTab(), topic), watch(openTab(), topic)];
    await vi.waitFor(() => expect(server.streams.size).toBe(1), soon);
    server.grow(topic, 2);
    await vi.waitFor(
      () =>
        expect([one.seen, two.seen]).toEqual([
          [1, 2],
          [1, 2]
        ]),
      soon
    );
    for (const stream of [...server.streams]) stream.drop();
    server.grow(topic, 2);
    await vi.waitFor(() => expect(two.seen).toEqual([1, 2, 3, 4]), soon);
    await vi.waitFor(() => expect(one.seen).toEqual([1, 2, 3, 4]), soon);
    expect(two.states).toEqual(['live', 'paused', 'live']);
  });

  it('sleep and wake: a tab that slept hears everything once', async () => {
    const sleeper = openTab();
    const [slept, awake] = [watch(sleeper, topic), watch(openTab(), topic)];
    await vi.waitFor(() => expect(server.streams.size).toBe(1), soon);
    sleeper.page.dispatchEvent(new Event('freeze'));
    server.grow(topic, 9);
    await vi.waitFor(() => expect(awake.seen).toEqual(upTo(9)), soon);
    sleeper.page.dispatchEvent(new Event('resume'));
    await vi.waitFor(() => expect(slept.seen).toEqual(upTo(9)), soon);
    server.grow(topic);
    await vi.waitFor(() => expect(slept.seen).toEqual(upTo(10)), soon);
    await vi.waitFor(() => expect(awake.seen).toEqual(upTo(10)), soon);
  });

  it('stop following what no tab shows any more, and end with the last', async () => {
    const other: TopicName = `row:${newId()}`;
    const [first, second] = [openTab(), openTab()];
    const [one, two] = [watch(first, topic), watch(second, other)];
    await vi.waitFor(() => expect([one.states, two.states]).toEqual([['live'], ['live']]), soon);
    two.leave();
    server.grow(other, 3);
    server.grow(topic, 3);
    await vi.waitFor(() => expect(one.seen).toEqual([1, 2, 3]), soon);
    expect(two.seen).toEqual([]);
    one.leave();
    await vi.waitFor(() => expect(server.streams.size).toBe(0), soon);
  });

  it('tell the end of a topic only to those who follow it', async () => {
    const other: TopicName = `row:${newId()}`;
    const [one, two] = [watch(openTab(), topic), watch(openTab(), other)];
    await vi.waitFor(() => expect([one.states, two.states]).toEqual([['live'], ['live']]), soon);
    for (const stream of server.streams) stream.say(JSON.stringify({ topic, ended: 'not_found' }));
    await vi.waitFor(() => expect(one.states).toEqual(['live', 'not_found']), soon);
    server.grow(other);
    await vi.waitFor(() => expect(two.seen).toEqual([1]), soon);
    expect(two.states).toEqual(['live']);
  });

  it('never share with the tabs of another account', async () => {
    const [mine, theirs] = [watch(openTab('me'), topic), watch(openTab('them'), topic)];
    await vi.waitFor(() => expect(server.streams.size).toBe(2), soon);
    server.grow(topic);
    await vi.waitFor(() => expect([mine.seen, theirs.seen]).toEqual([[1], [1]]), soon);
  });
});

it('a tab that cannot speak to the others holds a stream of its own', async () => {
  vi.stubGlobal('EventSource', FakeSource);
  vi.stubGlobal('BroadcastChannel', undefined);
  const topic: TopicName = `row:${newId()}`;
  const tab = openTab();
  const { seen } = watch(tab, topic);
  await vi.waitFor(() => expect(server.streams.size).toBeGreaterThan(0), soon);
  server.grow(topic, 4);
  await vi.waitFor(() => expect(seen).toEqual(upTo(4)), soon);
  close(tab);
  vi.unstubAllGlobals();
});
