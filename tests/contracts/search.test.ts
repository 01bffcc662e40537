import { afterEach, beforeEach, expect, test } from 'vitest';
import { anonymous, type Actor } from '#lib/access/index.ts';
import { briefDirectory, briefSource } from '#lib/briefs/index.server.ts';
import { findingRoom, type FindingRoom } from '#lib/finding/index.server.ts';
import type { Id } from '#lib/kernel/index.ts';
import { programmeSource } from '#lib/programmes/index.server.ts';
import { searchService, type SearchService } from '#lib/search/index.server.ts';
import { documentActivity } from '#lib/sync/index.server.ts';
import { from, openWorld, type PersonActor, type World } from '../support/world.ts';

let world: World;
let search: SearchService;
let finding: FindingRoom;
let facilitator: PersonActor;
let programme: Id;
const errors: unknown[] = [];

beforeEach(async () => {
  world = await openWorld();
  search = open();
  const briefTitles = briefDirectory(world.storage.read).titles;
  finding = findingRoom({ search, programmes: world.programmes, briefTitles });
  facilitator = await world.someone('林安');
  programme = await world.programme(facilitator);
});
afterEach(async () => {
  await search.close();
  await world.close();
  expect(errors.splice(0)).toEqual([]);
});

function open(): SearchService {
  const { read, write, bus: notices } = world.storage;
  return searchService({
    ...{ read, write, notices, onError: (error) => void errors.push(error) },
    sources: [
      programmeSource(read),
      briefSource({ read, activity: documentActivity(read), briefs: world.briefs })
    ]
  });
}

async function brief(title: string, text = '', inside = programme): Promise<Id> {
  const { id, textDocument } = await world.brief(facilitator, inside, title);
  const author = { id: facilitator.person.id, affiliation: from('government') };
  if (text) await world.texts.type(textDocument, author, 'problem', text);
  return id;
}

async function titles(actor: Actor, q: string, rest: Record<string, unknown> = {}): Promise<string[]> {
  await search.catchUp();
  const { found } = await finding.find(actor, { q, ...rest });
  return found.map((one) => one.brief?.title ?? one.programme.title);
}

test('words of two symbols are found in the middle of a sentence, and nothing else is', async () => {
  await brief('甲', '我們需要公開資料政策，與里民討論社會議題，最後投票。');
  await brief('乙', '資訊政策與議程，題目另訂，投了票。');
  for (const word of ['議題', '資料', '投票', '資料政策'])
    expect(await titles(anonymous, word), word).toEqual(['甲']);
  expect(await titles(anonymous, '資策')).toEqual([]);
});

test('a query of two scripts wants both halves, in any order, width and case', async () => {
  await brief('甲', '先在 Go 上寫好，再部署到港務局的主機。');
  await brief('乙', '只談部署。');
  await brief('丙', 'Only go.');
  for (const q of ['go 部署', '部署 GO', 'ｇｏ　部署', 'go部署'])
    expect(await titles(anonymous, q), q).toEqual(['甲']);
});

test('one symbol finds all that begins with it, also at the end of a sentence', async () => {
  await brief('甲', '大家提出建議。');
  await brief('乙', '沒有。');
  expect(await titles(anonymous, '議')).toEqual(['甲']);
});

test('the last word may be half typed, the others not', async () => {
  await brief('甲', 'The ferry timetable of 2026.');
  expect(await titles(anonymous, 'ferry timet')).toEqual(['甲']);
  expect(await titles(anonymous, 'ferr timetable')).toEqual([]);
  expect(await titles(anonymous, 'timetable 202')).toEqual(['甲']);
});

test('signs that mean something to a database are plain text', async () => {
  await brief('甲', 'NOT an operator, O\'Brien\'s near "miss" a:b');
  for (const q of [
    'not',
    "o'brien",
    '"miss"',
    'near("miss")',
    'a:b',
    'near AND miss',
    '(miss',
    'miss*',
    "'); --",
    '%',
    '\\'
  ])
    await expect(titles(anonymous, q), q).resolves.toBeDefined();
  expect(await titles(anonymous, 'near("miss")')).toEqual(['甲']);
  expect(await titles(anonymous, 'miss OR ferry')).toEqual([]);
  expect(await titles(anonymous, '* " \' : -')).toEqual([]);
  expect(await titles(anonymous, '')).toEqual([]);
  expect(await titles(anonymous, `${'很長'.repeat(9000)}`)).toEqual([]);
  expect(await titles(anonymous, 'x'.repeat(20_000))).toEqual([]);
});

test('titles come before texts, and what changed last before what changed long ago', async () => {
  await brief('甲', '碼頭的渡船。');
  await brief('乙', '渡船停駛。');
  await brief('渡船在哪裡');
  expect(await titles(anonymous, '渡船')).toEqual(['渡船在哪裡', '乙', '甲']);
});

test('what is found says where it is, to the paragraph, with its words marked', async () => {
  const id = await brief('甲', '醫療船今日停航。');
  await search.catchUp();
  const { found } = await finding.find(anonymous, { q: '停航', programme });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    kind: 'section',
    brief: { id, title: '甲' },
    programme: { id: programme }
  });
  expect(found[0]!.path).toMatch(new RegExp(`^/p/${programme}/briefs/${id}#p-\\d+-\\d+\\.[\\w-]{22}$`));
  expect(found[0]!.snippet.filter(({ isHit }) => isHit)).toEqual([{ text: '停航', isHit: true }]);
});

test('a private programme is found by its members alone, an unlisted one also inside it', async () => {
  const hidden = await world.programme(facilitator, {
    title: '密室',
    titleTranslated: null,
    visibility: 'private'
  });
  const unlisted = await world.programme(facilitator, {
    title: '巷弄',
    titleTranslated: null,
    visibility: 'unlisted'
  });
  await brief('密', '燈塔', hidden);
  await brief('巷', '燈塔', unlisted);
  await brief('明', '燈塔');
  const other = await world.someone('Wei');
  const member = await world.member(programme, facilitator, { name: 'Mei' });
  for (const stranger of [anonymous, other, member]) {
    expect(await titles(stranger, '燈塔')).toEqual(['明']);
    expect(await titles(stranger, '密室')).toEqual([]);
    expect(await titles(stranger, '燈塔', { programme: unlisted })).toEqual(['巷']);
    await expect(finding.find(stranger, { q: '燈塔', programme: hidden })).rejects.toMatchObject({
      code: 'not_found'
    });
    expect(await finding.find(stranger, { q: '燈塔', limit: 1 })).toMatchObject({ hasMore: false });
  }
  expect((await titles(facilitator, '燈塔')).sort()).toEqual(['密', '巷', '明'].sort());
  await world.programmes.updateProgramme(facilitator, programme, { visibility: 'private' });
  expect(await titles(anonymous, '燈塔')).toEqual([]);
});

test('a change is found soon after its commit, and what was there before no longer', async () => {
  const id = await brief('甲', '舊碼頭');
  await search.catchUp();
  await world.briefs.updateBrief(facilitator, id, { title: '新燈塔' });
  const seen = async (q: string) => (await finding.find(anonymous, { q, kinds: ['brief'] })).found.length;
  await expect.poll(() => seen('燈塔'), { timeout: 5000 }).toBe(1);
  expect(await seen('甲')).toBe(0);
});

test('an index that was away catches up, and one made anew finds the same', async () => {
  await search.close();
  await brief('甲', '碼頭');
  search = open();
  const briefTitles = briefDirectory(world.storage.read).titles;
  finding = findingRoom({ search, programmes: world.programmes, briefTitles });
  expect(await search.catchUp()).toMatchObject({ looked: 2, renewed: 2 });
  expect(await search.catchUp()).toMatchObject({ looked: 2, renewed: 0 });
  expect(await titles(anonymous, '碼頭')).toEqual(['甲']);
  expect(await search.catchUp({ all: true })).toMatchObject({ looked: 2, renewed: 2 });
  expect(await titles(anonymous, '碼頭')).toEqual(['甲']);
});

test('every symbol of a long text can be found, wherever it stands', async () => {
  await brief('長', `${'水陸交通'.repeat(5000)}末班車`);
  expect(await titles(anonymous, '末班車')).toEqual(['長']);
});
