import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anonymous, type Actor } from '#lib/access/index.ts';
import { EDITABLE, tokenOf } from '#lib/comments/index.ts';
import { attempt, type Id } from '#lib/kernel/index.ts';
import { from, openWorld, type PersonActor, type World } from '../support/world.ts';

let world: World;
let mei: PersonActor;
let an: PersonActor;
let lim: PersonActor;
let programme: Id;
let brief: Id;
let section: Id;
const TEXT = '颱風過後，長者最多等 3 天才有渡船可以看病。';
const QUOTE = '最多等 3 天';

beforeAll(async () => {
  world = await openWorld();
  mei = await world.someone('Mei');
});
beforeEach(async () => {
  programme = await world.programme(mei);
  an = await world.member(programme, mei, { name: '林安', role: 'commenter', sector: 'resident' });
  lim = await world.member(programme, mei, { name: 'Lim', role: 'commenter', sector: 'business' });
  brief = (await world.brief(mei, programme)).id;
  const { textDocument } = await world.briefs.getBrief(mei, brief);
  await world.texts.type(
    textDocument,
    { id: mei.person.id, affiliation: from('government') },
    'problem',
    TEXT
  );
  section = (await world.briefs.briefText(mei, brief)).sections.find(({ key }) => key === 'problem')!.id;
  world.told.length = 0;
});
afterAll(() => world.close());

const on = () => ({
  section,
  from: TEXT.indexOf(QUOTE),
  to: TEXT.indexOf(QUOTE) + QUOTE.length,
  quote: QUOTE
});
const open = (actor: Actor, text: string) => world.comments.openThread(actor, brief, { on: on(), text });
const only = async (actor: Actor) => (await world.comments.listThreads(actor, brief))[0];
const events = () => world.storage.journal.listEvents(programme, { limit: 500 });
const codeOf = async (work: () => Promise<unknown>) => {
  const done = await attempt(work);
  return done.ok ? 'ok' : done.problem.code;
};

test('a commenter questions words without changing them; everybody reads it, with who said it and from where', async () => {
  const { thread } = await open(an, '從停航起算嗎？');
  await world.comments.reply(mei, thread, { text: '從預約起算。' });
  expect(await only(anonymous)).toMatchObject({
    ...{ id: thread, resolvedAt: null },
    on: { quote: QUOTE, section, text: QUOTE, place: { section, from: 7, to: 14 } },
    comments: [
      { name: '林安', affiliation: { sector: 'resident' }, text: '從停航起算嗎？', state: 'shown' },
      { name: 'Mei', affiliation: { sector: 'government' }, text: '從預約起算。' }
    ],
    may: { reply: false, resolve: false }
  });
  const { sections } = await world.briefs.briefText(mei, brief);
  expect(JSON.stringify(sections)).toContain(TEXT);
  const recorded = (await events()).filter(({ type }) => type.startsWith('comment.'));
  expect(recorded.map(({ type }) => type)).toEqual(['comment.thread_opened', 'comment.written']);
  expect(recorded[0]).toMatchObject({ data: { brief }, committed: { text: '從停航起算嗎？' } });
  expect(JSON.stringify(recorded[0]!.data)).not.toContain('停航');
});

test('the place that only carries comments is no passage of its own and tells nothing', async () => {
  await open(an, '從停航起算嗎？');
  expect(await world.passages.listPassages(mei, brief)).toEqual([]);
  const [place] = [...(await world.passages.carrying(brief)).values()];
  expect(await codeOf(() => world.passages.getPassage(mei, place!.id))).toBe('not_found');
  expect((await events()).filter(({ type }) => type.startsWith('passage.'))).toEqual([]);
});

test('sent twice with the same id, it is there once', async () => {
  const id = 'BBBBBBBBBBBBBBBBBBBBBB';
  const input = { id, on: on(), text: '？' };
  const first = await world.comments.openThread(an, brief, input);
  expect(await world.comments.openThread(an, brief, input)).toEqual(first);
  expect(await codeOf(() => world.comments.openThread(lim, brief, input))).toBe('conflict');
  const answer = { id: 'CCCCCCCCCCCCCCCCCCCCCC', text: '！' };
  await world.comments.reply(lim, id, answer);
  await world.comments.reply(lim, id, answer);
  expect((await only(an))!.comments).toHaveLength(2);
  // An id may be drawn for one brief only once.
  expect(first.thread).toBe(id);
});

describe('what its author may still do', () => {
  test('words change for a quarter of an hour; then they stay', async () => {
    const { id } = await open(an, '三天');
    await world.comments.editComment(an, id, { text: '三天？' });
    expect((await only(mei))!.comments[0]).toMatchObject({ text: '三天？', editedAt: world.now() });
    world.wait(EDITABLE);
    expect(await codeOf(() => world.comments.editComment(an, id, { text: '四天' }))).toBe('comment_settled');
    expect(await codeOf(() => world.comments.editComment(lim, id, { text: '四天' }))).toBe('forbidden');
  });

  test('removed words are nowhere any more, also not in the record; that they stood there is', async () => {
    const { id, thread } = await open(an, '我的電話是 0912');
    await world.comments.editComment(an, id, { text: '我的電話是 0912-345' });
    await world.comments.reply(lim, thread, { text: '收到' });
    await world.comments.removeComment(an, id);
    await world.comments.removeComment(an, id);
    expect((await only(lim))!.comments[0]).toMatchObject({
      name: '林安',
      text: null,
      removedAt: world.now()
    });
    const all = await events();
    expect(JSON.stringify(all)).not.toContain('0912');
    expect(all.filter(({ type }) => type === 'comment.removed')).toHaveLength(1);
    expect(await world.storage.journal.verify(programme)).toMatchObject({ ok: true });
  });
});

test('a thread is resolved and opened again, and both are in the record', async () => {
  const { thread } = await open(an, '？');
  await world.comments.resolveThread(mei, thread, { resolved: true });
  await world.comments.resolveThread(lim, thread, { resolved: true });
  expect(await only(an)).toMatchObject({ resolvedBy: mei.person.id });
  await world.comments.resolveThread(an, thread, { resolved: false });
  expect(await only(an)).toMatchObject({ resolvedAt: null, resolvedBy: null });
  const types = (await events()).map(({ type }) => type).filter((type) => type.startsWith('comment.re'));
  expect(types).toEqual(['comment.resolved', 'comment.reopened']);
});

test('a mark counts each person once, and can be taken back', async () => {
  const { id } = await open(an, '？');
  for (const who of [mei, lim, lim]) await world.comments.react(who, id, { kind: 'agree', on: true });
  expect((await only(lim))!.comments[0]!.reactions).toEqual([{ kind: 'agree', count: 2, mine: true }]);
  await world.comments.react(lim, id, { kind: 'agree', on: false });
  expect((await only(lim))!.comments[0]!.reactions).toEqual([{ kind: 'agree', count: 1, mine: false }]);
});

test('what is new is counted until one has read it; one’s own words are not news', async () => {
  const { thread } = await open(an, '？');
  expect([(await only(mei))!.unread, (await only(an))!.unread, (await only(anonymous))!.unread]).toEqual([
    1, 0, 0
  ]);
  await world.comments.markRead(mei, brief, world.now());
  expect((await only(mei))!.unread).toBe(0);
  world.wait(1000);
  await world.comments.reply(lim, thread, { text: '！' });
  expect((await only(mei))!.unread).toBe(1);
});

test('who is spoken to, and who has spoken, is told; nobody of their own words', async () => {
  const { thread } = await open(an, `${tokenOf({ kind: 'sector', sector: 'government' })} 怎麼看？`);
  expect(world.told).toMatchObject([{ what: 'mentioned', to: [{ kind: 'sector', sector: 'government' }] }]);
  await world.comments.reply(lim, thread, { text: `${tokenOf({ kind: 'person', id: mei.person.id })} 請看` });
  expect(world.told.slice(1)).toMatchObject([
    { what: 'mentioned', to: [{ kind: 'person', id: mei.person.id }], by: lim.person.id },
    { what: 'answered', to: [{ kind: 'person', id: an.person.id }] }
  ]);
  expect((await only(an))!.comments[1]!.mentioned).toEqual([{ id: mei.person.id, name: 'Mei' }]);
});

describe('held for moderation', () => {
  beforeEach(() => world.comments.ruleComments(mei, programme, { holds: true }));

  test('nobody but its author and those who moderate can tell that it is there', async () => {
    const [before, notices] = [(await events()).length, world.storage.notices.length];
    const { thread, id, state } = await open(an, '這是秘密');
    expect(state).toBe('held');
    expect((await events()).length).toBe(before);
    expect(world.storage.notices.length).toBe(notices);
    expect(world.told).toEqual([]);
    for (const stranger of [lim, anonymous]) {
      expect(await world.comments.listThreads(stranger, brief)).toEqual([]);
      expect(await codeOf(() => world.comments.getThread(stranger, thread))).toBe('not_found');
      expect(await codeOf(() => world.comments.removeComment(stranger, id))).toBe('not_found');
    }
    expect(await world.comments.publicThreads(brief)).toEqual([]);
    expect(await codeOf(() => world.comments.reply(lim, thread, { text: '什麼？' }))).toBe('not_found');
    expect(await codeOf(() => world.comments.reply(mei, thread, { text: '什麼？' }))).toBe('conflict');
    expect(await codeOf(() => world.comments.resolveThread(mei, thread, { resolved: true }))).toBe(
      'conflict'
    );
    for (const insider of [an, mei]) expect(await only(insider)).toMatchObject({ unread: 0 });
  });

  test('the text behind it may change: the record does not speak of a place nobody may know of', async () => {
    await open(an, '這是秘密');
    const { watchPassages } = await import('#lib/passages/index.server.ts');
    const { documentActivity } = await import('#lib/sync/index.server.ts');
    const { read, write, bus: notices } = world.storage;
    const sync = { ...world.texts.sync, readSuccessors: async () => () => [] };
    const watch = watchPassages({
      ...{ read, write, sync, notices, activity: documentActivity(read) },
      onError: (error) => expect.fail(String(error))
    });
    const { textDocument } = await world.briefs.getBrief(mei, brief);
    await world.texts.change(textDocument, section, (text) => text.insert(9, '不'));
    await watch.settle(textDocument);
    await watch.close();
    expect((await events()).filter(({ type }) => type.startsWith('passage.'))).toEqual([]);
    expect((await only(an))!.on.text).toContain('不');
  });

  test('let through, it is everybody’s: in the record, with its words, and those concerned are told', async () => {
    const { id } = await open(an, `${tokenOf({ kind: 'person', id: lim.person.id })} 這不是秘密`);
    await world.comments.decideComment(mei, id, { show: true });
    expect((await only(lim))!.comments[0]).toMatchObject({ state: 'shown', name: '林安' });
    const told = (await events()).find(({ type }) => type === 'comment.released');
    expect(told).toMatchObject({ actor: mei.person.id, data: { author: an.person.id } });
    expect(world.told.map(({ what }) => what)).toEqual(['let_through', 'mentioned']);
    expect(await codeOf(() => world.comments.decideComment(mei, id, { show: false }))).toBe('conflict');
  });

  test('refused, it stays its author’s and the moderators’, and its words are in no record', async () => {
    const { id } = await open(an, '罵人的話');
    await world.comments.decideComment(mei, id, { show: false });
    expect(await world.comments.listThreads(lim, brief)).toEqual([]);
    expect((await only(an))!.comments[0]).toMatchObject({ state: 'refused', may: { edit: false } });
    const all = await events();
    expect(JSON.stringify(all)).not.toContain('罵人');
    expect(JSON.stringify(all.find(({ type }) => type === 'comment.refused')!.data)).not.toContain(
      an.person.id
    );
  });

  test('who moderates does not wait; and what was held stays held when the rule ends', async () => {
    expect((await open(mei, '公告')).state).toBe('shown');
    await open(an, '等待');
    await world.comments.ruleComments(mei, programme, { holds: false });
    expect(await world.comments.listThreads(lim, brief)).toHaveLength(1);
  });

  test('taken away by its author while it waits, it leaves no trace', async () => {
    const before = (await events()).length;
    const { id } = await open(an, '算了');
    await world.comments.editComment(an, id, { text: '還是算了' });
    await world.comments.removeComment(an, id);
    expect((await events()).length).toBe(before);
    expect(await world.comments.listThreads(lim, brief)).toEqual([]);
  });
});
