import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openApiServer, type ApiServer, type Someone } from '../support/api.ts';
import { describedApi, readDocument, type OpenApi } from '../support/describedApi.ts';
import { until } from '../sync/support/world.ts';

type Section = { id: string; key: string; lang: string; of: string | null; text: string; blocks: unknown[] };
type Text = { seq: number; sections: Section[] };
type Written = { seq: number; section: string; changed: boolean };

let server: ApiServer;
let document: OpenApi;
let an: Someone;
let api: ReturnType<typeof describedApi>;
let programme: string;
let brief: string;

beforeAll(async () => {
  server = await openApiServer();
  document = await readDocument(server);
  an = await server.someone('林安');
  api = describedApi(server, document, an.token);
  const body = { kind: 'course', title: 'River', visibility: 'public', affiliation: { sector: 'academia' } };
  programme = idOf(await api.call('createProgramme', { body }));
});
beforeEach(async () => {
  brief = idOf(
    await api.call('createBrief', { at: { programme }, body: { title: '渡船', lang: 'zh-Hant' } })
  );
});
afterAll(() => server.close());

const idOf = ({ json }: { json: { id: string } }) => json.id;
const codeOf = ({ json }: { json: { code: string } }) => json.code;
const write = async (body: object, token = an.token) => api.call('writeText', { at: { brief }, body, token });
const written = async (body: object, token = an.token) => (await write(body, token)).json as Written;
const text = async () => (await api.call('getText', { at: { brief } })).json as Text;
const problem = async () => (await text()).sections.find(({ key }) => key === 'problem')!;
const authors = async () => {
  const { json } = await api.call('getHistory', { at: { brief } });
  return (json as { runs: { author: string; lastSeq: number }[] }).runs.map(({ author, lastSeq }) => [
    author,
    lastSeq
  ]);
};

async function member(name: string, role = 'contributor'): Promise<Someone> {
  const someone = await server.someone(name);
  const { json } = await api.call('createInvitation', {
    at: { programme },
    body: { sector: 'business', role }
  });
  const { secret } = json as { secret: string };
  await server.engine.programmes.joinAsAccount(someone.actor, secret, { sector: 'business', consent: true });
  return someone;
}

test('Markdown becomes blocks in the section, in the name of who sent it', async () => {
  const markdown = '強風**停航**。\n\n- 一\n- 二\n\n| a | b |\n| - | - |\n| 1 | 2 |';
  const { seq, changed } = await written({ key: 'problem', markdown });
  expect([seq, changed]).toEqual([2, true]);
  const { text: words, blocks } = await problem();
  expect(words).toBe('強風停航。\n一\n二\na\nb\n1\n2');
  expect((blocks as { type: string }[]).map(({ type }) => type)).toEqual([
    'paragraph',
    'bulletList',
    'table'
  ]);
  expect(await authors()).toEqual([
    ['system', 1],
    [an.id, 2]
  ]);
});

test('appending keeps what is there, twice what is sent twice; replacing with the same changes nothing', async () => {
  await written({ key: 'problem', markdown: '甲' });
  await written({ key: 'problem', markdown: '乙' });
  await written({ key: 'problem', markdown: '乙' });
  expect((await problem()).text).toBe('甲\n乙\n乙');
  const again = await written({ key: 'problem', markdown: '甲\n\n乙\n\n乙', mode: 'replace' });
  expect([again.changed, again.seq]).toEqual([false, 4]);
});

test('whoever has the brief open sees it appear, and keeps the blocks that stay', async () => {
  await written({ key: 'problem', markdown: '甲\n\n乙\n\n丙' });
  const { json } = await api.call('getBrief', { at: { brief } });
  const name = (json as { documents: { text: string } }).documents.text;
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${server.url.replace('http', 'ws')}/collab`, name, doc, {
    params: { token: an.token },
    WebSocketPolyfill: WebSocket as never,
    disableBc: true
  });
  const nodes = () => (doc.getXmlFragment('text').get(0) as Y.XmlElement | undefined)?.toArray() ?? [];
  await until('synced', () => nodes().length === 3);
  const before = nodes();
  const wei = await member('Wei');
  await written({ key: 'problem', markdown: '甲\n\n換了\n\n丙\n\n丁', mode: 'replace' }, wei.token);
  await until('seen', () => nodes().length === 4);
  const after = nodes();
  expect([after[0] === before[0], after[1] === before[1], after[2] === before[2]]).toEqual([
    true,
    false,
    true
  ]);
  // The untouched paragraphs hold the letters of who wrote them: their client is the first writer's.
  const clients = after.map((node) => (node as Y.XmlElement)._item!.id.client);
  expect([clients[0] === clients[2], clients[1] === clients[3], clients[0] === clients[1]]).toEqual([
    true,
    true,
    false
  ]);
  expect((await authors()).map(([author]) => author)).toEqual(['system', an.id, wei.id]);
  provider.destroy();
  doc.destroy();
});

test('a translation that is missing is added after the section it translates', async () => {
  const { section } = await written({ key: 'people', lang: 'en', markdown: 'Who lives there.' });
  const { sections } = await text();
  const at = sections.findIndex(({ id }) => id === section);
  expect(sections[at]).toMatchObject({
    key: 'people',
    lang: 'en',
    of: sections[at - 1]!.id,
    text: 'Who lives there.'
  });
  expect(sections[at - 1]).toMatchObject({ key: 'people', lang: 'zh-Hant' });
  await written({ key: 'people', lang: 'en', markdown: 'And who leaves.' });
  expect((await text()).sections).toHaveLength(sections.length);
});

test('an edit that expects another text is refused; one that meets edits elsewhere is not', async () => {
  const { seq, section } = await written({ key: 'problem', markdown: '甲' });
  await written({ key: 'facts', markdown: '別處' });
  expect((await write({ section, markdown: '乙', mode: 'replace', ifSeq: seq })).status).toBe(200);
  const late = await write({ section, markdown: '丙', mode: 'replace', ifSeq: seq });
  expect([late.status, codeOf(late)]).toEqual([409, 'conflict']);
  expect((await problem()).text).toBe('乙');
  expect(codeOf(await write({ section, markdown: '丙', ifSeq: 999 }))).toBe('conflict');
});

test('of twenty who expect the same text at once, exactly one writes', async () => {
  const { seq, section } = await written({ key: 'problem', markdown: '起' });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => write({ section, markdown: `第${n}`, mode: 'replace', ifSeq: seq }))
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(19).fill(409)]);
});

test('many edits at once all arrive, from one person and from several', async () => {
  const people = [an, await member('Wei'), await member('Mei')];
  await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      written({ key: 'problem', markdown: `行${n}` }, people[n % 3]!.token)
    )
  );
  const lines = (await problem()).text.split('\n');
  expect(lines.sort()).toEqual(Array.from({ length: 60 }, (_, n) => `行${n}`).sort());
});

test('a long and lively text is taken as it is, once or in place of another', async () => {
  const lively =
    '## 問題\n\n**重要**：*請* 看 `code_name` 與 ~~舊的~~。\n\n- 一\n  - 二\n    - 三\n\n> 引用\n> > 再引用\n\n---\n\n';
  expect(await written({ key: 'problem', markdown: lively.repeat(340) })).toMatchObject({ changed: true });
  const again = await written({ key: 'problem', markdown: lively.repeat(340), mode: 'replace' });
  expect(again.changed).toBe(false);
});

test('who may not write, and what is not there, is told so', async () => {
  const reader = await member('Reader', 'observer');
  const stranger = await server.someone('Stranger');
  for (const { token } of [reader, stranger])
    expect(codeOf(await write({ key: 'problem', markdown: 'x' }, token))).toBe('forbidden');
  expect(codeOf(await write({ section: 'a'.repeat(22), markdown: 'x' }))).toBe('not_found');
  expect(codeOf(await write({ markdown: 'x' }))).toBe('invalid_input');
  // More levels than a text has.
  const tangled = await write({ key: 'problem', markdown: `${'- '.repeat(40)}a` });
  expect(tangled.json).toMatchObject({ code: 'invalid_input', issues: [{ reason: 'too_tangled' }] });
  expect(codeOf(await write({ key: 'problem', section: 'a'.repeat(22), markdown: 'x' }))).toBe(
    'invalid_input'
  );
  expect(codeOf(await write({ key: 'problem', markdown: 'x'.repeat(100_001) }))).toBe('invalid_input');
  expect((await text()).seq).toBe(1);
});

test('the text is there as Markdown, and what Markdown brought comes back as it went', async () => {
  const markdown = '一段**字**。\n\n* 甲\n* 乙';
  await written({ key: 'problem', markdown });
  const { headers, text: told } = await api.call('getText', { at: { brief }, query: { format: 'md' } });
  expect(headers.get('content-type')).toBe('text/markdown; charset=utf-8');
  expect(told).toMatch(/^# 渡船\n\n## \S+\n\n一段\*\*字\*\*。\n\n[*-] 甲\n[*-] 乙\n$/);
  expect(codeOf(await api.call('getText', { at: { brief }, query: { format: 'pdf' } }))).toBe(
    'invalid_input'
  );
});

test('history is read backwards and forwards alike, and the text as it was at each place', async () => {
  const wei = await member('Wei');
  for (const [n, who] of [an, wei, an, wei, an, wei].entries())
    await written({ key: 'problem', markdown: `句${n}` }, who.token);
  type Page = { runs: { lastSeq: number }[]; next: number | null; previous: number | null };
  const page = async (query: Record<string, number>) =>
    (await api.call('getHistory', { at: { brief }, query })).json as Page;
  const all = (await page({})).runs.map(({ lastSeq }) => lastSeq);
  expect(all).toEqual([1, 2, 3, 4, 5, 6, 7]);
  const [back, forth]: number[][] = [[], []];
  for (let one = await page({ limit: 3 }); ; one = await page({ limit: 3, before: one.previous! })) {
    back!.unshift(...one.runs.map(({ lastSeq }) => lastSeq));
    if (one.previous === null) break;
  }
  for (let one = await page({ limit: 3, after: 0 }); ; one = await page({ limit: 3, after: one.next! })) {
    forth!.push(...one.runs.map(({ lastSeq }) => lastSeq));
    if (one.next === null) break;
  }
  expect([back, forth]).toEqual([all, all]);
  for (const seq of all) {
    const { json } = await api.call('getTextAt', { at: { brief, seq } });
    const words = (json as Text).sections[0]!.text.split('\n').filter(Boolean);
    expect([(json as Text).seq, words]).toEqual([seq, Array.from({ length: seq - 1 }, (_, n) => `句${n}`)]);
  }
  for (const seq of [8, 'x', -1])
    expect(codeOf(await api.call('getTextAt', { at: { brief, seq } }))).toBe('not_found');
});
