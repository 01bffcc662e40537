import { afterEach, describe, expect, it, vi } from 'vitest';
import { anonymous, type Actor } from '#lib/access/index.ts';
import { createNotices, newId, Problem, type Notices } from '#lib/kernel/index.ts';
import type { SectionText } from '../document.ts';
import { applyFrame, changedSections, type LiveFrame } from './live.ts';
import { liveTexts, type LiveTexts } from './liveText.server.ts';

const subject = { brief: newId(), programme: newId(), text: newId() };
const member: Actor = {
  kind: 'person',
  person: { id: newId(), name: '林', kind: 'guest', email: null, isAdmin: false },
  via: { kind: 'session', id: 'x' }
};

type World = {
  notices: Notices;
  texts: LiveTexts;
  write(words: string): void;
  builds: () => number;
  forbid(actor: Actor): void;
};

const section = (id: string, words: string): SectionText => ({
  id,
  key: null,
  lang: 'en',
  of: null,
  blocks: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }]
});

let open: LiveTexts[] = [];
afterEach(() => {
  for (const texts of open) texts.close();
  open = [];
});

function world({ recheck = 60_000 } = {}): World {
  const notices = createNotices((error) => {
    throw error;
  });
  const forbidden = new Set<Actor>();
  let seq = 1;
  let words = 'first';
  let builds = 0;
  const texts = liveTexts({
    notices,
    async text() {
      builds += 1;
      return { seq, sections: [section('a', words), section('b', 'still')] };
    },
    presence: async () => ({ table: [], here: [] }),
    async assertReadable(actor) {
      if (forbidden.has(actor)) throw new Problem('not_found');
    },
    onError(error) {
      throw error;
    },
    pace: { throttle: 40, presence: 60_000, heartbeat: 60_000, recheck }
  });
  open.push(texts);
  return {
    notices,
    texts,
    builds: () => builds,
    forbid: (actor) => void forbidden.add(actor),
    write(next) {
      words = next;
      seq += 1;
      notices.publish({ kind: 'document', document: subject.text, seq });
    }
  };
}

function reader(stream: ReadableStream<Uint8Array>) {
  const source = stream.getReader();
  const decoder = new TextDecoder();
  return {
    /** the next thing sent, or null at the end */
    async next(): Promise<{ event: string; frame: LiveFrame } | null> {
      const { value, done } = await source.read();
      if (done) return null;
      const sent = decoder.decode(value);
      const event = /^event: (.*)$/m.exec(sent)?.[1] ?? 'message';
      return { event, frame: JSON.parse(/^data: (.*)$/m.exec(sent)?.[1] ?? '{}') as LiveFrame };
    },
    leave: () => source.cancel()
  };
}

const ids = (sections: readonly SectionText[]) => sections.map(({ id }) => id);

describe('reading a brief live', () => {
  it('sends the whole text first, then only the sections that changed', async () => {
    const { texts, write } = world();
    const one = reader(texts.open(anonymous, subject, null));
    expect(ids((await one.next())!.frame.sections)).toEqual(['a', 'b']);
    write('second');
    const { frame } = (await one.next())!;
    expect(ids(frame.sections)).toEqual(['a']);
    expect(frame.order).toEqual(['a', 'b']);
  });

  it('sends no text to a reader that already shows the newest', async () => {
    const { texts } = world();
    const one = reader(texts.open(anonymous, subject, 1));
    expect((await one.next())!.frame).toMatchObject({ seq: 1, sections: [], order: ['a', 'b'] });
  });

  it('sends the whole text to a reader that shows an older one', async () => {
    const { texts, write } = world();
    const first = reader(texts.open(anonymous, subject, null));
    await first.next();
    write('second');
    await first.next();
    const late = reader(texts.open(anonymous, subject, 1));
    expect(ids((await late.next())!.frame.sections)).toEqual(['a', 'b']);
  });

  it('builds a frame once for all readers, and merges a burst of changes', async () => {
    const { texts, write, builds } = world();
    const readers = Array.from({ length: 20 }, () => reader(texts.open(anonymous, subject, null)));
    for (const one of readers) await one.next();
    const before = builds();
    for (let n = 0; n < 10; n++) write(`change ${n}`);
    for (const one of readers) {
      const { frame } = (await one.next())!;
      expect(JSON.stringify(frame.sections)).toContain('change 9');
    }
    expect(builds() - before).toBe(1);
  });

  it('ends the stream of somebody who may not read any more, and of nobody else', async () => {
    const { texts, notices, forbid, write } = world();
    const theirs = reader(texts.open(member, subject, null));
    const other = reader(texts.open(anonymous, subject, null));
    await theirs.next();
    await other.next();
    forbid(member);
    notices.publish({ kind: 'rights', programme: subject.programme });
    expect((await theirs.next())!.event).toBe('ended');
    expect(await theirs.next()).toBeNull();
    write('after');
    expect((await other.next())!.event).toBe('message');
  });

  it('asks again from time to time, for sessions that run out without a word', async () => {
    const { texts, forbid } = world({ recheck: 30 });
    const [theirs, other] = [
      reader(texts.open(member, subject, null)),
      reader(texts.open(anonymous, subject, null))
    ];
    await theirs.next();
    await other.next();
    forbid(member);
    expect((await theirs.next())!.event).toBe('ended');
    expect(await theirs.next()).toBeNull();
    expect(texts.stats().readers).toBe(1);
  });

  it('ends for a restart without a word, so that readers come back, and lets nobody in meanwhile', async () => {
    const { texts } = world();
    const one = reader(texts.open(anonymous, subject, null));
    await one.next();
    texts.close();
    expect(await one.next()).toBeNull();
    expect(await reader(texts.open(anonymous, subject, null)).next()).toBeNull();
    expect(texts.stats()).toEqual({ channels: 0, readers: 0 });
  });

  it('lets a slow reader skip frames and then sends the newest text once', async () => {
    const { texts, write, builds } = world();
    const slow = reader(texts.open(anonymous, subject, null));
    const quick = reader(texts.open(anonymous, subject, null));
    await slow.next();
    await quick.next();
    const big = 'x'.repeat(400_000);
    for (let n = 0; n < 6; n++) {
      write(`${big} ${n}`);
      await quick.next();
    }
    expect(builds()).toBeGreaterThanOrEqual(7);
    const received: string[] = [];
    for (let n = 0; n < 3; n++)
      received.push(JSON.stringify((await slow.next())!.frame.sections[0]).slice(-30));
    expect(received.at(-1)).toContain('x 5');
  });

  it('forgets a brief when its last reader leaves', async () => {
    const { texts } = world();
    const one = reader(texts.open(anonymous, subject, null));
    await one.next();
    expect(texts.stats()).toEqual({ channels: 1, readers: 1 });
    await one.leave();
    await vi.waitFor(() => expect(texts.stats()).toEqual({ channels: 0, readers: 0 }));
  });
});

describe('applying a frame', () => {
  it('keeps the identity of unchanged sections, drops removed ones and follows the order', () => {
    const [a, b, c] = [section('a', '1'), section('b', '2'), section('c', '3')];
    const next = applyFrame([a!, b!, c!], {
      seq: 2,
      sections: [section('b', 'new')],
      order: ['c', 'b'],
      table: [],
      here: []
    });
    expect(ids(next)).toEqual(['c', 'b']);
    expect(next[0]).toBe(c);
    expect(changedSections([a!, b!, c!], next)).toEqual(['b']);
  });
});
