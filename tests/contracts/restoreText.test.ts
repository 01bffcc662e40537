import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '#lib/access/index.ts';
import { plainText } from '#lib/briefs/document.ts';
import { attempt, type Id } from '#lib/kernel/index.ts';
import { openApiServer, type ApiServer, type Someone } from '../support/api.ts';

let server: ApiServer;
let room: ApiServer['engine'];
let mei: Someone['actor'];
let an: Someone['actor'];
let programme: Id;

beforeAll(async () => {
  server = await openApiServer();
  room = server.engine;
  [mei, an] = [(await server.someone('Mei')).actor, (await server.someone('林安')).actor];
  const made = { kind: 'course', title: '河', visibility: 'public', affiliation: { sector: 'government' } };
  programme = (await room.programmes.createProgramme(mei, made)).id;
  const invitation = await room.programmes.createInvitation(mei, {
    programme,
    ...{ sector: 'resident', role: 'contributor' }
  });
  await room.programmes.joinAsAccount(an, invitation.secret, { sector: 'resident', consent: true });
});
afterAll(() => server.close());

async function written() {
  const brief = (await room.briefs.createBrief(mei, { programme, title: '渡船' })).id;
  const problem = { key: 'problem', markdown: '長者最多等 3 天才有渡船可以看病。' };
  await room.briefs.writeText(an, brief, problem);
  const then = await room.briefs.briefText(system, brief);
  const section = then.sections.find(({ key }) => key === 'problem')!;
  // More than the server remembers of what was deleted: what comes back must be known from the record.
  for (const markdown of ['渡船很慢。', '沒有渡船。'.repeat(14_000), '無'])
    await room.briefs.writeText(mei, brief, { section: section.id, markdown, mode: 'replace' });
  return { brief, then, section };
}
const words = async (brief: Id, section: Id) =>
  plainText((await room.briefs.briefText(system, brief)).sections.find(({ id }) => id === section)!.blocks);

test('a restored text reads as it did, is a new edit of who restored it, and stays the words of who wrote it', async () => {
  const { brief, then, section } = await written();
  const { seq: before } = await room.briefs.briefText(system, brief);
  const { seq, changed } = await room.versions.restoreText(mei, brief, { seq: then.seq });
  expect(changed).toBe(true);
  expect(seq).toBeGreaterThan(before);
  const { sections } = await room.briefs.briefText(system, brief);
  expect(sections.map(({ id, blocks }) => ({ id, blocks }))).toEqual(
    then.sections.map(({ id, blocks }) => ({ id, blocks }))
  );
  const { speakers, stretches } = await room.voices.voices(mei, brief);
  expect(stretches.map(({ speaker, from, to }) => [speakers[speaker]?.name, from, to])).toEqual([
    ['林安', 0, plainText(section.blocks).length]
  ]);
  expect(
    plainText(
      (await room.briefs.textAt(mei, brief, before)).sections.find(({ id }) => id === section.id)!.blocks
    )
  ).toBe('無');
  const { events } = await room.briefs.history(mei, brief);
  expect(events.find(({ type }) => type === 'version.restored')).toMatchObject({
    ...{ actor: (mei as { person: { id: Id } }).person.id, data: { from: then.seq, seq } }
  });
});

test('one section alone may be restored; what already reads so is left as it is', async () => {
  const { brief, then, section } = await written();
  const other = then.sections.find(({ id }) => id !== section.id)!;
  await room.briefs.writeText(mei, brief, { section: other.id, markdown: '另一段' });
  const wanted = { seq: then.seq, section: section.id };
  await room.versions.restoreText(mei, brief, wanted);
  expect(await words(brief, section.id)).toBe(plainText(section.blocks));
  expect(await words(brief, other.id)).toContain('另一段');
  expect(await room.versions.restoreText(mei, brief, wanted)).toMatchObject({ changed: false });
});

test('a place the text has not reached, or a section it never had, is not found and changes nothing', async () => {
  const { brief, then } = await written();
  const { seq } = await room.briefs.briefText(system, brief);
  for (const wanted of [{ seq: 100_000 }, { seq: then.seq, section: brief }])
    expect(await attempt(() => room.versions.restoreText(mei, brief, wanted))).toMatchObject({
      ok: false,
      problem: { code: 'not_found' }
    });
  expect((await room.briefs.briefText(system, brief)).seq).toBe(seq);
});
