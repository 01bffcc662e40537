import { afterEach, beforeEach, expect, test } from 'vitest';
import { anonymous } from '#lib/access/index.ts';
import { plainText } from '#lib/briefs/index.server.ts';
import { textSectionKeys } from '#lib/briefs/index.ts';
import { newId, type Id } from '#lib/kernel/index.ts';
import { parseDocumentName } from '#lib/sync/index.ts';
import { from, hours, openWorld, type PersonActor, type World } from '../support/world.ts';

let world: World;
let facilitator: PersonActor;
let programme: Id;
beforeEach(async () => {
  world = await openWorld();
  facilitator = await world.someone('林安');
  programme = await world.programme(facilitator);
});
afterEach(() => world.close());

test('a brief begins with the template’s thirteen written parts, empty, in its language', async () => {
  const { id } = await world.briefs.createBrief(facilitator, { programme, title: 'Ferries', lang: 'en' });
  const { sections, seq } = await world.briefs.briefText(anonymous, id);
  expect(sections.map(({ key }) => key)).toEqual(textSectionKeys);
  expect(sections).toHaveLength(13);
  expect(new Set(sections.map((section) => section.id)).size).toBe(13);
  expect(
    sections.every(({ lang, of, blocks }) => lang === 'en' && of === null && plainText(blocks) === '')
  ).toBe(true);
  expect(seq).toBe(1);
});

test('the same form sent twice at once makes one brief, and one text', async () => {
  const id = newId();
  const send = () => world.briefs.createBrief(facilitator, { id, programme, title: 'Ferries' });
  expect(await Promise.all([send(), send()])).toEqual([{ id }, { id }]);
  expect(await world.briefs.listBriefs(facilitator, programme)).toHaveLength(1);
  expect((await world.recorded(programme)).filter((type) => type === 'brief.created')).toHaveLength(1);
});

test('an id that is another’s brief, or of another programme, is refused', async () => {
  const { id } = await world.brief(facilitator, programme);
  const elsewhere = await world.programme(facilitator);
  const attempt = world.briefs.createBrief(facilitator, { id, programme: elsewhere, title: 'Ferries' });
  await expect(attempt).rejects.toMatchObject({ code: 'conflict' });
  const other = await world.member(programme, facilitator, { name: 'Wei', role: 'facilitator' });
  const taken = world.briefs.createBrief(other, { id, programme, title: 'Ferries' });
  await expect(taken).rejects.toMatchObject({ code: 'conflict' });
});

test('its text document carries the epoch in its name', async () => {
  const brief = await world.brief(facilitator, programme);
  expect(parseDocumentName(brief.documents.text)).toEqual({ id: brief.textDocument, epoch: 1 });
});

test('template text counts for nobody; what people write counts for the sector they had then', async () => {
  const brief = await world.brief(facilitator, programme);
  expect(brief.lastWrittenAt).toBeNull();
  expect(brief.table.every(({ contributed }) => contributed === 0)).toBe(true);
  const wei = await world.member(programme, facilitator, { name: 'Wei', sector: 'technology' });
  world.wait(hours(1));
  await world.texts.type(
    brief.textDocument,
    { id: wei.person.id, affiliation: from('technology') },
    'problem',
    '甲'
  );
  await world.texts.type(
    brief.textDocument,
    { id: wei.person.id, affiliation: from('technology') },
    'facts',
    '乙'
  );
  world.wait(hours(1));
  const an = { id: facilitator.person.id, affiliation: from('government') };
  await world.texts.type(brief.textDocument, an, 'scope', '丙');

  const after = await world.briefs.getBrief(anonymous, brief.id);
  expect(after.lastWrittenAt).toBe(world.now());
  const seats = (table: { sector: string; contributed: number }[]) =>
    Object.fromEntries(
      table.filter(({ contributed }) => contributed).map((one) => [one.sector, one.contributed])
    );
  expect(seats(after.table)).toEqual({ government: 1, technology: 1 });
  expect(seats((await world.programmes.getProgramme(anonymous, programme)).table)).toEqual({
    government: 1,
    technology: 1
  });
  const bySector = await world.briefs.contributions(anonymous, brief.id);
  expect(bySector.find(({ sector }) => sector === 'technology')).toMatchObject({
    contributed: 1,
    people: [{ name: 'Wei', lastAt: world.now() - hours(1) }]
  });
  expect(bySector.find(({ sector }) => sector === 'business')).toEqual({
    sector: 'business',
    contributed: 0,
    people: [],
    lastAt: null
  });
});

test('text is read again only when something was written', async () => {
  const brief = await world.brief(facilitator, programme);
  const first = await world.briefs.briefText(anonymous, brief.id);
  expect((await world.briefs.briefText(facilitator, brief.id)).sections).toBe(first.sections);
  const an = { id: facilitator.person.id, affiliation: from('government') };
  await world.texts.type(brief.textDocument, an, 'problem', '渡船停駛');
  const second = await world.briefs.briefText(anonymous, brief.id);
  expect(second.seq).toBe(first.seq + 1);
  expect(plainText(second.sections[0]!.blocks).trim()).toBe('渡船停駛');
});

test('the history merges one person’s edits until they pause or another writes', async () => {
  const brief = await world.brief(facilitator, programme);
  const an = { id: facilitator.person.id, affiliation: from('government') };
  for (const text of ['一', '二']) await world.texts.type(brief.textDocument, an, 'problem', text);
  world.wait(hours(1));
  await world.texts.type(brief.textDocument, an, 'problem', '三');
  const { runs, events, people, next } = await world.briefs.history(anonymous, brief.id);
  expect(runs.map(({ author, firstSeq, lastSeq, edits }) => [author, firstSeq, lastSeq, edits])).toEqual([
    ['system', 1, 1, 1],
    [an.id, 2, 3, 2],
    [an.id, 4, 4, 1]
  ]);
  expect(events.map(({ type }) => type)).toEqual(['brief.created']);
  expect(people[an.id]).toMatchObject({ name: '林安', kind: 'full' });
  expect(next).toBeNull();
  const page = await world.briefs.history(anonymous, brief.id, { after: 1, limit: 2 });
  expect(page).toMatchObject({ seq: 4, next: 3 });
});

test('fields change by name; a new stage is an event of its own', async () => {
  const { id } = await world.brief(facilitator, programme);
  world.wait(hours(1));
  await world.briefs.updateBrief(facilitator, id, { titleTranslated: 'When ferries stop', stage: 'framed' });
  const after = await world.briefs.getBrief(anonymous, id);
  expect(after).toMatchObject({
    titleTranslated: 'When ferries stop',
    stage: 'framed',
    updatedAt: world.now()
  });
  const { events } = await world.briefs.history(anonymous, id);
  expect(events.map(({ type, data }) => [type, data])).toMatchObject([
    ['brief.stage_changed', { from: 'draft', to: 'framed' }],
    ['brief.updated', { changed: ['titleTranslated'] }],
    ['brief.created', { lang: 'zh-Hant' }]
  ]);
});

test('a steward may change the brief’s fields, and no longer when another is named or they leave', async () => {
  const { id } = await world.brief(facilitator, programme);
  const wei = await world.member(programme, facilitator, { name: 'Wei' });
  const rename = () => world.briefs.updateBrief(wei, id, { title: 'By Wei' });
  await expect(rename()).rejects.toMatchObject({ code: 'forbidden' });
  await world.briefs.assign(facilitator, id, { role: 'steward', accountId: wei.person.id });
  expect((await world.briefs.getBrief(wei, id)).steward).toMatchObject({
    account: wei.person.id,
    label: 'Wei'
  });
  await rename();
  await world.programmes.removeMember(facilitator, { programme, account: wei.person.id });
  await expect(rename()).rejects.toMatchObject({ code: 'forbidden' });
});

test('a responder may be only a name; naming nobody clears it; who is no member cannot be named', async () => {
  const { id } = await world.brief(facilitator, programme);
  await world.briefs.assign(facilitator, id, { role: 'responder', label: '港務局' });
  expect((await world.briefs.getBrief(anonymous, id)).responder).toMatchObject({
    account: null,
    label: '港務局'
  });
  const told = (await world.recorded(programme)).length;
  await world.briefs.assign(facilitator, id, { role: 'responder', label: '港務局' });
  expect(await world.recorded(programme)).toHaveLength(told);
  await world.briefs.assign(facilitator, id, { role: 'responder' });
  expect((await world.briefs.getBrief(anonymous, id)).responder).toBeNull();
  const outsider = await world.someone('Outsider');
  const attempt = world.briefs.assign(facilitator, id, {
    role: 'steward',
    accountId: outsider.person.id,
    label: 'X'
  });
  await expect(attempt).rejects.toMatchObject({ issues: [{ field: 'accountId', reason: 'not_allowed' }] });
});

test('a refused brief leaves neither row nor document', async () => {
  const attempt = world.briefs.createBrief(facilitator, { programme, title: 'x'.repeat(121) });
  await expect(attempt).rejects.toMatchObject({
    issues: [{ field: 'title', reason: 'too_long', limit: 120 }]
  });
  expect(await world.briefs.listBriefs(facilitator, programme)).toEqual([]);
});
