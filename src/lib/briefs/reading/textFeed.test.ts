import { afterEach, describe, expect, it, vi } from 'vitest';
import { createNotices, newId } from '#lib/kernel/index.ts';
import type { TopicMessage } from '#lib/live/index.ts';
import type { Feed } from '#lib/live/index.server.ts';
import type { SectionText } from '../document.ts';
import { applyFrame, changedSections, type LiveFrame } from './live.ts';
import { textFeed } from './textFeed.server.ts';

const section = (id: string, words: string): SectionText => ({
  id,
  key: null,
  lang: 'en',
  of: null,
  blocks: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }]
});
const ids = (sections: readonly SectionText[]) => sections.map(({ id }) => id);
const [brief, document] = [newId(), newId()];
const decoder = new TextDecoder();

let open: Feed[] = [];
afterEach(() => {
  for (const feed of open) feed.close();
  open = [];
});

function world({ presence = 60_000 } = {}) {
  const notices = createNotices((error) => {
    throw error;
  });
  const around = { table: [] as never[], here: [] as never[] };
  let [seq, words, builds, changes] = [1, 'first', 0, 0];
  const feed = textFeed(
    `text:${brief}`,
    brief,
    {
      notices,
      documentOf: async () => document,
      async text() {
        builds += 1;
        return { seq, sections: [section('a', words), section('b', 'still')] };
      },
      presence: async () => ({ ...around }),
      onError(error) {
        throw error;
      },
      pace: { throttle: 20, presence }
    },
    () => (changes += 1)
  );
  open.push(feed);
  return {
    builds: () => builds,
    /** Somebody writes, and the feed has said so. */
    async write(next: string) {
      const before = changes;
      words = next;
      seq += 1;
      notices.publish({ kind: 'document', document, seq });
      await vi.waitFor(() => expect(changes).toBeGreaterThan(before), { interval: 5 });
    },
    burst(count: number) {
      for (let n = 0; n < count; n++) {
        words = `change ${n}`;
        seq += 1;
        notices.publish({ kind: 'document', document, seq });
      }
    },
    async sit() {
      const before = changes;
      around.here = [{ id: newId() }] as never[];
      await vi.waitFor(() => expect(changes).toBeGreaterThan(before), { interval: 5 });
    },
    async read(after: string) {
      const piece = await feed.read(after);
      if (!piece) return null;
      const sent = JSON.parse(decoder.decode(piece.bytes).slice('data: '.length)) as TopicMessage;
      if ('ended' in sent) throw new Error('A feed does not end by itself.');
      return { ...sent, frame: sent.data as unknown as LiveFrame, bytes: piece.bytes };
    }
  };
}

describe('a brief’s text for those who read along', () => {
  it('is whole at first, then only what changed, and says from which place', async () => {
    const { read, write } = world();
    const first = (await read(''))!;
    expect(first.from).toBeNull();
    expect(ids(first.frame.sections)).toEqual(['a', 'b']);
    expect(await read(first.cursor)).toBeNull();
    await write('second');
    const second = (await read(first.cursor))!;
    expect(second.from).toBe(1);
    expect(ids(second.frame.sections)).toEqual(['a']);
    expect(second.frame.order).toEqual(['a', 'b']);
  });

  it('is whole for somebody who shows an older one, and without text for whoever shows the newest', async () => {
    const { read, write } = world();
    await read('');
    await write('second');
    await write('third');
    expect((await read('1'))!.from).toBeNull();
    expect(ids((await read('1'))!.frame.sections)).toEqual(['a', 'b']);
    expect((await read('3'))!).toMatchObject({ from: 3, frame: { seq: 3, sections: [] } });
  });

  it('is built once for all readers, and once for a burst of changes', async () => {
    const { read, burst, builds } = world();
    const { cursor } = (await read(''))!;
    const before = builds();
    burst(10);
    await vi.waitFor(() => expect(builds()).toBeGreaterThan(before), { interval: 5 });
    await vi.waitFor(async () => expect((await read(cursor))?.frame.seq).toBe(11), { interval: 5 });
    const pieces = await Promise.all(Array.from({ length: 20 }, () => read(cursor)));
    expect(new Set(pieces.map((piece) => piece!.bytes)).size).toBe(1);
    expect(JSON.stringify(pieces[0]!.frame.sections)).toContain('change 9');
    expect(builds() - before).toBe(1);
  });

  it('tells who comes to the table without sending the text again', async () => {
    const { read, sit } = world({ presence: 10 });
    const { cursor } = (await read(''))!;
    await sit();
    const news = (await read(cursor))!;
    expect(news.frame).toMatchObject({ seq: 1, sections: [], order: ['a', 'b'] });
    expect(news.frame.here).toHaveLength(1);
    expect(await read(news.cursor)).toBeNull();
  });
});

describe('applying a frame', () => {
  it('keeps the identity of unchanged sections, drops removed ones and follows the order', () => {
    const [a, b, c] = [section('a', '1'), section('b', '2'), section('c', '3')];
    const frame = { seq: 2, sections: [section('b', 'new')], order: ['c', 'b'], table: [], here: [] };
    const next = applyFrame([a!, b!, c!], frame);
    expect(ids(next)).toEqual(['c', 'b']);
    expect(next[0]).toBe(c);
    expect(changedSections([a!, b!, c!], next)).toEqual(['b']);
  });
});
