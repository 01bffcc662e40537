import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymous } from '#lib/access/index.ts';
import { briefJson, textHash } from '#lib/briefs/index.server.ts';
import { exportBrief, fileOf, passageNotes } from '#lib/export/index.server.ts';
import { exportFormats } from '#lib/export/index.ts';
import { newId, parse, Problem } from '#lib/kernel/index.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => void (world = await openWorld()));
afterAll(() => world.close());

const here = { origin: 'https://groundwork.test', lang: 'zh-Hant' as const };
const taken = () =>
  exportBrief({
    ...{ briefs: world.briefs, programmes: world.programmes, clock: world.now, timeZone: 'Asia/Taipei' },
    listNotes: async (actor, brief, lang) =>
      passageNotes(await world.passages.listPassages(actor, brief), lang)
  });

test('a brief goes out with its text, people by sector, passages, version and link; every writer takes it', async () => {
  const facilitator = await world.someone('Wei');
  const programme = await world.programme(facilitator);
  const writer = await world.member(programme, facilitator, { name: 'Lim', sector: 'resident' });
  const { id } = await world.brief(facilitator, programme);
  const { section } = await world.briefs.writeText(writer, id, {
    key: 'problem',
    markdown: '三百多位**長者**'
  });
  const marked = { section, from: 4, to: 6, quote: '長者', kind: 'need' };
  const { sections, seq } = await world.briefs.briefText(writer, id);
  await world.passages.createPassage(writer, id, { ...marked, seq });

  const value = await taken()(anonymous, id, here);
  expect(value.link).toBe(`https://groundwork.test/p/${programme}/briefs/${id}`);
  expect(value.version).toEqual({ seq, hash: textHash(sections) });
  expect(value.contributors.find(({ sector }) => sector === 'resident')?.people).toEqual([
    { name: 'Lim', organisation: 'Lim & Co' }
  ]);
  expect(value.contributors).toHaveLength(6);
  expect(value.notes).toMatchObject([
    { number: 1, section, from: 4, to: 6, kind: 'need', label: '需求', quote: '長者', who: { name: 'Lim' } }
  ]);
  for (const format of exportFormats) expect((await fileOf(value, format)).body.length).toBeGreaterThan(400);
  const json = parse(briefJson, JSON.parse((await fileOf(value, 'json')).body as string));
  expect(json.passages).toMatchObject([{ quote: '長者', section, who: 'Lim（Lim & Co）' }]);
});

test('whoever may not read a brief cannot take it, and is not told that it exists', async () => {
  const facilitator = await world.someone('Mei');
  const programme = await world.programme(facilitator, { visibility: 'private' });
  const { id } = await world.brief(facilitator, programme);
  await expect(taken()(facilitator, id, here)).resolves.toMatchObject({ brief: { id } });
  const stranger = await world.someone('Passer-by');
  for (const actor of [anonymous, stranger])
    for (const wanted of [id, newId()])
      await expect(taken()(actor, wanted, here)).rejects.toEqual(new Problem('not_found'));
});
