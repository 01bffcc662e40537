import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '#lib/access/index.ts';
import { plainText } from '#lib/briefs/document.ts';
import { attempt, type Id } from '#lib/kernel/index.ts';
import { from, openWorld, type PersonActor, type World } from '../support/world.ts';

let world: World;
let mei: PersonActor;
let an: PersonActor;
let programme: Id;

beforeAll(async () => {
  world = await openWorld();
  mei = await world.someone('Mei');
  programme = await world.programme(mei);
  an = await world.member(programme, mei, { name: '林安', role: 'contributor', sector: 'resident' });
});
afterAll(() => world.close());

async function written() {
  const brief = (await world.brief(mei, programme)).id;
  const by = { id: an.person.id, affiliation: from('resident') };
  const document = (await world.briefs.getBrief(mei, brief)).textDocument;
  await world.texts.type(document, by, 'problem', '長者最多等 3 天才有渡船可以看病。');
  const then = await world.briefs.briefText(system, brief);
  const section = then.sections.find(({ key }) => key === 'problem')!;
  // More than the server remembers of what was deleted: what comes back must be known from the record.
  for (const markdown of ['渡船很慢。', '沒有渡船。'.repeat(15_000), '無'])
    await world.briefs.writeText(mei, brief, { section: section.id, markdown, mode: 'replace' });
  return { brief, then, section };
}
const words = async (brief: Id, section: Id) =>
  plainText((await world.briefs.briefText(system, brief)).sections.find(({ id }) => id === section)!.blocks);

test('a restored text reads as it did, is a new edit of who restored it, and stays the words of who wrote it', async () => {
  const { brief, then, section } = await written();
  const { seq: before } = await world.briefs.briefText(system, brief);
  const { seq, changed } = await world.versions.restoreText(mei, brief, { seq: then.seq });
  expect(changed).toBe(true);
  expect(seq).toBeGreaterThan(before);
  const { sections } = await world.briefs.briefText(system, brief);
  expect(sections.map(({ id, blocks }) => ({ id, blocks }))).toEqual(
    then.sections.map(({ id, blocks }) => ({ id, blocks }))
  );
  const { speakers, stretches } = await world.voices.voices(mei, brief);
  expect(stretches.map(({ speaker, from, to }) => [speakers[speaker]?.name, from, to])).toEqual([
    ['林安', 0, plainText(section.blocks).length]
  ]);
  expect(plainText((await world.briefs.textAt(mei, brief, before)).sections[0]!.blocks)).toContain('無');
  const events = await world.storage.journal.listEvents(programme, { limit: 500 });
  expect(events.filter(({ type }) => type === 'version.restored').at(-1)).toMatchObject({
    ...{ actor: mei.person.id, subject: { kind: 'brief', id: brief }, data: { from: then.seq, seq } }
  });
});

test('one section alone may be restored; what already reads so is left as it is', async () => {
  const { brief, then, section } = await written();
  const other = then.sections.find(({ id }) => id !== section.id)!;
  await world.briefs.writeText(mei, brief, { section: other.id, markdown: '另一段' });
  const wanted = { seq: then.seq, section: section.id };
  await world.versions.restoreText(mei, brief, wanted);
  expect(await words(brief, section.id)).toBe(plainText(section.blocks));
  expect(await words(brief, other.id)).toContain('另一段');
  expect(await world.versions.restoreText(mei, brief, wanted)).toMatchObject({ changed: false });
});

test('a place the text has not reached, or a section it never had, is not found and changes nothing', async () => {
  const { brief, then } = await written();
  const { seq } = await world.briefs.briefText(system, brief);
  for (const wanted of [{ seq: 100_000 }, { seq: then.seq, section: brief }])
    expect(await attempt(world.versions.restoreText(mei, brief, wanted))).toMatchObject({
      ok: false,
      problem: { code: 'not_found' }
    });
  expect((await world.briefs.briefText(system, brief)).seq).toBe(seq);
});
