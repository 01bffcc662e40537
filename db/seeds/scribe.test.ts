import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { emptyBrief, sectionsOf, type Block } from '#lib/briefs/index.server.ts';
import { newId } from '#lib/kernel/index.ts';
import { play } from './scribe.ts';
import { cityTime, turnsFrom } from './story.ts';

const NOW = Date.UTC(2026, 4, 20, 3, 0);

function blank(): Y.Doc {
  const doc = new Y.Doc();
  const sections = ['problem', 'people'].map((key) => ({
    id: newId(),
    key,
    lang: 'zh-Hant' as const,
    of: null
  }));
  Y.applyUpdate(doc, emptyBrief(sections));
  return doc;
}

it('counts days back from the city’s own midnight', () => {
  expect(new Date(cityTime(NOW, 1, '20:15')).toISOString()).toBe('2026-05-19T12:15:00.000Z');
});

it('lets each person write under one client id of their own, in time order', () => {
  const story =
    '=== su problem 1d 09:00\n第二\n=== wen problem 2d 09:00\n第一\n\n- 清單\n=== su problem 1d 10:00 replace\n第一 => 最初\n';
  const doc = blank();
  const strokes = play(doc, turnsFrom(story, 'zh-Hant', NOW));
  expect(strokes.map((stroke) => stroke.who)).toEqual(['wen', 'wen', 'su', 'su']);
  const clients = strokes.map(({ who, update }) => [
    who,
    ...Y.decodeUpdate(update).structs.map((s) => s.id.client)
  ]);
  expect(new Set(clients.flatMap(([who, ...ids]) => ids.map((id) => `${who} ${id}`))).size).toBe(2);
  const [problem] = sectionsOf(doc);
  expect(problem?.blocks.map((block) => block.type)).toEqual(['paragraph', 'bulletList', 'paragraph']);
  expect(JSON.stringify(problem)).toContain('最初');
});

it('puts a translation right after the section it pairs with', () => {
  const doc = blank();
  play(doc, turnsFrom('=== wen problem 2d 09:00\nHello\n', 'en', NOW));
  const [original, paired, people] = sectionsOf(doc);
  expect(paired).toMatchObject({ key: 'problem', lang: 'en', of: original?.id });
  expect(people?.key).toBe('people');
});

it('says which turn cannot be played', () => {
  expect(() => play(blank(), turnsFrom('=== wen roof 2d 09:00\nx\n', 'en', NOW))).toThrow('roof');
  expect(() => play(blank(), turnsFrom('=== wen people 2d 09:00 replace\nx => y\n', 'zh-Hant', NOW))).toThrow(
    'x'
  );
  expect(() => turnsFrom('=== wen\nx', 'en', NOW)).toThrow('=== wen');
});

it('gives no section an empty paragraph to begin with', () => {
  const doc = new Y.Doc();
  const head = { id: 'b'.repeat(22), key: 'problem', lang: 'en' as const, of: null };
  Y.applyUpdate(doc, emptyBrief([head]));
  const block: Block = { type: 'paragraph', content: [{ type: 'text', text: 'The river rises.' }] };
  play(doc, [{ who: 'su', at: 0, section: 'problem', lang: 'en', does: { kind: 'add', blocks: [block] } }]);
  expect(sectionsOf(doc)[0]!.blocks).toEqual([block]);
});
