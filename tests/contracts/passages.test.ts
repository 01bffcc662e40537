import * as Y from 'yjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { system } from '#lib/access/index.ts';
import { attempt, type Id } from '#lib/kernel/index.ts';
import { watchPassages } from '#lib/passages/index.server.ts';
import { documentActivity } from '#lib/sync/index.server.ts';
import { from, openWorld, type PersonActor, type World } from '../support/world.ts';

let world: World;
let mei: PersonActor;
let an: PersonActor;
let programme: Id;
let brief: Id;
let document: Id;
let section: Id;

beforeAll(async () => {
  world = await openWorld();
  mei = await world.someone('Mei');
  programme = await world.programme(mei);
  an = await world.member(programme, mei, { name: '林安', role: 'commenter', sector: 'resident' });
});
beforeEach(async () => {
  brief = (await world.brief(mei, programme)).id;
  document = (await world.briefs.getBrief(mei, brief)).textDocument;
  const by = { id: mei.person.id, affiliation: from('government') };
  await world.texts.type(document, by, 'problem', '颱風過後，長者最多等 3 天才有渡船可以看病，不得再延。');
  section = (await world.briefs.briefText(mei, brief)).sections.find(({ key }) => key === 'problem')!.id;
});
afterAll(() => world.close());

const words = async () => {
  const { sections } = await world.briefs.briefText(system, brief);
  const { plainText } = await import('#lib/briefs/document.ts');
  return plainText(sections.find(({ id }) => id === section)!.blocks);
};
async function mark(quote: string, more: Record<string, unknown> = {}, actor = an) {
  const at = (await words()).indexOf(quote);
  const wanted = { section, from: at, to: at + quote.length, quote, kind: 'need', ...more };
  return (await world.passages.createPassage(actor, brief, wanted)).id;
}
const only = async () => (await world.passages.listPassages(an, brief))[0]!;

const edit = (change: Parameters<World['texts']['change']>[2]) =>
  world.texts.change(document, section, change);

/** What a text says, whatever its marks. */
const wordsIn = (text: Y.XmlText): string =>
  (text.toDelta() as { insert: string }[]).map(({ insert }) => insert).join('');

test('a commenter marks a stretch; everybody finds it with who marked it, from where, and what stood around it', async () => {
  const id = await mark('長者最多等 3 天');
  expect(await only()).toMatchObject({
    ...{ id, programme, brief, section, kind: 'need', author: an.person.id, name: '林安', lang: 'zh-Hant' },
    affiliation: { sector: 'resident' },
    ...{ quote: '長者最多等 3 天', prefix: '颱風過後，', suffix: '才有渡船可以看病，不得再延。\n' },
    ...{ status: 'in_sync', text: '長者最多等 3 天', place: { section, from: 5, to: 14 } },
    anchor: { start: { item: { client: expect.any(Number) } } }
  });
  const events = await world.storage.journal.listEvents(programme, { limit: 500 });
  const told = events.findLast(({ type }) => type === 'passage.marked')!;
  expect(told).toMatchObject({ subject: { kind: 'passage', id }, data: { brief, kind: 'need' } });
  expect(JSON.stringify(told.data)).not.toContain('長者');
});

describe('where it was marked', () => {
  test('blanks at its ends do not belong to it', async () => {
    await mark('等 3 天'.slice(1));
    expect((await only()).quote).toBe('3 天');
  });

  test('is followed from the state the reader saw', async () => {
    const { seq } = await world.briefs.briefText(mei, brief);
    const at = (await words()).indexOf('渡船');
    await edit((text) => text.insert(0, '去年夏天的'));
    const wanted = { section, from: at, to: at + 2, quote: '渡船', kind: 'term', seq };
    await world.passages.createPassage(an, brief, wanted);
    expect((await only()).place).toEqual({ section, from: at + 5, to: at + 7 });
  });

  test('words that are there no more are refused, and blanks alone', async () => {
    const gone = await attempt(() =>
      world.passages.createPassage(an, brief, { section, from: 0, to: 2, quote: '沒有', kind: 'need' })
    );
    expect(!gone.ok && gone.problem.code).toBe('conflict');
    const blank = await attempt(() => mark(' '));
    expect(!blank.ok && blank.problem.issues).toEqual([{ field: 'quote', reason: 'required' }]);
  });

  test('sent twice it is marked once; the id of somebody else is refused', async () => {
    const id = 'PPPPPPPPPPPPPPPPPPPPPP';
    expect(await mark('渡船', { id })).toBe(id);
    expect(await mark('渡船', { id })).toBe(id);
    expect(await world.passages.listPassages(an, brief)).toHaveLength(1);
    const taken = await attempt(() => mark('渡船', { id }, mei));
    expect(!taken.ok && taken.problem.code).toBe('conflict');
  });
});

describe('when the text changes', () => {
  const change = (from: string, to: string) =>
    edit((text) => {
      const at = wordsIn(text).indexOf(from);
      text.insert(at + from.length, to);
      text.delete(at, from.length);
    });

  test('bold, and writing around it, leave it as it was', async () => {
    await mark('長者最多等 3 天');
    await edit((text) => text.format(6, 4, { bold: {} }));
    await edit((text) => text.insert(0, '各位，'));
    expect(await only()).toMatchObject({ status: 'in_sync', place: { from: 8, to: 17 } });
  });

  test('3 to 30 makes it ask, and back again heals it', async () => {
    await mark('長者最多等 3 天');
    await edit((text) => text.insert(wordsIn(text).indexOf('3') + 1, '0'));
    expect(await only()).toMatchObject({ status: 'suspect', reason: 'protected', text: '長者最多等 30 天' });
    await edit((text) => text.delete(wordsIn(text).indexOf('30') + 1, 1));
    expect((await only()).status).toBe('in_sync');
  });

  test('another word in a long one is a change of wording', async () => {
    await mark('長者最多等 3 天才有渡船可以看病，不得再延');
    await change('看', '治');
    expect((await only()).status).toBe('wording_changed');
  });

  test('taken away it is gone; written again it is found by its words', async () => {
    await mark('長者最多等 3 天');
    await edit((text) => text.delete(5, 9));
    expect(await only()).toMatchObject({ status: 'removed', place: null, text: null, section });
    await edit((text) => text.insert(5, '長者最多等 3 天'));
    expect(await only()).toMatchObject({ status: 'in_sync', place: { from: 5, to: 14 } });
  });

  test('in another paragraph, as the editor moves one, it is the same', async () => {
    await mark('長者最多等 3 天');
    await edit((text, _, section) => {
      const moved = new Y.XmlElement('paragraph');
      moved.insert(0, [new Y.XmlText(wordsIn(text))]);
      section.delete(0, 1);
      section.insert(section.length, [moved]);
    });
    expect(await only()).toMatchObject({ status: 'in_sync', text: '長者最多等 3 天' });
  });

  test('split in two lines it is the same', async () => {
    await mark('長者最多等 3 天才有渡船');
    await edit((text, _, section) => {
      const at = wordsIn(text).indexOf('才有');
      const rest = new Y.XmlElement('paragraph');
      rest.insert(0, [new Y.XmlText(wordsIn(text).slice(at))]);
      text.delete(at, text.length - at);
      section.insert(1, [rest]);
    });
    expect(await only()).toMatchObject({ status: 'in_sync', text: '長者最多等 3 天\n才有渡船' });
  });
});

test('who marked it, and a facilitator, may say it is something else or take it away; it stays at its address', async () => {
  const id = await mark('渡船');
  await world.passages.changePassageKind(an, id, { kind: 'term' });
  expect((await only()).kind).toBe('term');
  await world.passages.removePassage(mei, id);
  expect(await world.passages.listPassages(an, brief)).toEqual([]);
  expect(await world.passages.getPassage(an, id)).toMatchObject({ quote: '渡船', may: { change: false } });
  const again = await attempt(() => world.passages.changePassageKind(an, id, { kind: 'need' }));
  expect(!again.ok && again.problem.code).toBe('conflict');
});

test('who stands by the words as they read now is asked no more, until they change again', async () => {
  const id = await mark('長者最多等 3 天');
  await edit((text) => text.insert(wordsIn(text).indexOf('3') + 1, '0'));
  const stale = await attempt(() => world.passages.confirmPassage(an, id, { text: '長者最多等 3 天' }));
  expect(!stale.ok && stale.problem.code).toBe('conflict');
  await world.passages.confirmPassage(an, id, { text: '長者最多等 30 天' });
  expect(await only()).toMatchObject({
    ...{ status: 'in_sync', quote: '長者最多等 3 天', seen: '長者最多等 30 天' }
  });
  await edit((text) => text.delete(wordsIn(text).indexOf('30') + 1, 1));
  expect((await only()).status).toBe('suspect');
});

describe('what the server looks for by itself', () => {
  let watch: ReturnType<typeof watchPassages>;
  beforeEach(() => {
    const { read, write, bus: notices } = world.storage;
    watch = watchPassages({
      ...{ read, write, notices, activity: documentActivity(read), pace: { quiet: 1, longest: 50 } },
      sync: { ...world.texts.sync, readSuccessors: async () => () => [] },
      onError: (error) => expect.fail(String(error))
    });
  });
  afterEach(() => watch.close());
  const told = async () =>
    (await world.storage.journal.listEvents(programme, { limit: 500 }))
      .filter(({ actor, data }) => actor === 'system' && data?.brief === brief)
      .map(({ type, subject }) => `${type} ${subject.kind}`);

  test('is kept, and recorded once when somebody has to look, and when they need not any more', async () => {
    await mark('長者最多等 3 天');
    await edit((text) => text.format(6, 4, { bold: {} }));
    await watch.settle(document);
    expect(await told()).toEqual([]);
    await edit((text) => text.insert(wordsIn(text).indexOf('3') + 1, '0'));
    await watch.settle(document);
    await watch.settle(document);
    await edit((text) => text.delete(wordsIn(text).indexOf('0'), 1));
    await watch.settle(document);
    await edit((text) => text.delete(0, text.length));
    await watch.settle(document);
    await edit((_, paragraph) => paragraph.insert(1, [new Y.XmlText('又寫回來：長者最多等 3 天')]));
    await watch.settle(document);
    expect(await told()).toEqual([
      'passage.suspected passage',
      'passage.healed passage',
      'passage.orphaned passage',
      'passage.healed passage'
    ]);
    expect(await only()).toMatchObject({ status: 'in_sync', place: { from: 5 } });
  });

  test('comes by itself once the text is quiet, also what changed while nothing ran', async () => {
    await mark('長者最多等 3 天');
    await edit((text) => text.insert(wordsIn(text).indexOf('3') + 1, '0'));
    await watch.begin();
    await expect.poll(told).toEqual(['passage.suspected passage']);
    await edit((text) => text.delete(wordsIn(text).indexOf('30') + 1, 1));
    world.storage.bus.publish({ kind: 'document', document, seq: 0 });
    await expect.poll(told).toEqual(['passage.suspected passage', 'passage.healed passage']);
  });

  test('many at once are one entry', async () => {
    for (let nth = 0; nth < 21; nth++) await mark('最多等 3 天');
    await edit((text) => text.delete(0, text.length));
    await watch.settle(document);
    expect(await told()).toEqual(['passage.orphaned brief']);
  });
});
