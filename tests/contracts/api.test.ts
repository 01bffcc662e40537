import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApiServer, type ApiServer, type Someone } from '../support/api.ts';
import { describedApi, readDocument, type OpenApi } from '../support/describedApi.ts';

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
  programme = idOf(await api.call('createProgramme', { body: exampleOf('createProgramme') }));
  brief = idOf(await api.call('createBrief', { at: { programme }, body: exampleOf('createBrief') }));
});
afterAll(() => server.close());

const idOf = ({ json }: { json: { id: string } }) => json.id;
const exampleOf = (id: string) =>
  document.paths &&
  Object.values(document.paths)
    .flatMap((methods) => Object.values(methods))
    .find(({ operationId }) => operationId === id)?.requestBody?.content['application/json']?.example;

test('every example of a body is taken by the server, and every answer is as described', async () => {
  const wei = await joined('Wei');
  const token = idOf(await api.call('createToken', { body: exampleOf('createToken') }));
  const invitation = idOf(
    await api.call('createInvitation', { at: { programme }, body: exampleOf('createInvitation') })
  );
  await server.engine.access.startSession(an.id);
  const [session] = await server.engine.access.listSessions(an.actor);
  const admin = await server.someone('Admin', { isAdmin: true });
  const noisy = await server.someone('Noisy');
  const { body: marking, id: passage } = await markedPassage();
  const at = {
    ...{ programme, brief, passage, token, invitation, account: wei.id, role: 'responder', seq: 1 },
    session: session!.id
  };
  for (const [id, { operation }] of inOrder()) {
    const example = operation.requestBody?.content['application/json']?.example;
    const body = id === 'createPassage' ? { ...(example as object), ...marking } : example;
    // What is done about an account by admins ends nothing for those who are in the programme.
    const asAdmin = { at: { account: noisy.id }, token: admin.token };
    const isForAdmins = operation['x-access'] === 'instance.administer';
    const call = { at, ...(isForAdmins && asAdmin), ...(body !== undefined && { body }) };
    const { status } = await api.call(id, call);
    expect({ id, status: String(status) }).toEqual({ id, status: goodOf(operation.responses) });
  }
  expect([...api.answered].sort()).toEqual([...api.operations.keys()].sort());
});

// The words of an example, in a section of this brief.
async function markedPassage() {
  const { section, quote } = exampleOf('createPassage') as { section: string; quote: string };
  const wrote = await api.call('writeText', { at: { brief }, body: { key: 'problem', markdown: quote } });
  const told = wrote.json as { section: string; seq: number };
  expect(told.section).not.toBe(section);
  const body = { section: told.section, from: 0, to: quote.length, seq: told.seq };
  const made = await api.call('createPassage', { at: { brief }, body: { ...body, quote, kind: 'need' } });
  return { body, id: idOf(made) };
}

// What ends something comes after what uses it, and what ends a part of it comes before.
function inOrder() {
  const last = ({ method, path }: { method: string; path: string }) =>
    method === 'DELETE' ? 1000 - path.length : 0;
  return [...api.operations].sort(([, a], [, b]) => last(a) - last(b));
}
const goodOf = (responses: object) => Object.keys(responses).find((status) => status.startsWith('2'));

// From where the examples suppose a member speaks.
const speaksFor = { sector: 'government', organisation: '港務科' } as const;

async function joined(name: string): Promise<Someone> {
  const someone = await server.someone(name);
  const { json } = await api.call('createInvitation', { at: { programme }, body: { sector: 'government' } });
  const { secret } = json as { secret: string };
  await server.engine.programmes.joinAsAccount(someone.actor, secret, {
    ...speaksFor,
    consent: true
  });
  return someone;
}

test('strangers read what is public without a token, and are told to sign in for the rest', async () => {
  const read = await api.call('getProgramme', { at: { programme }, token: undefined });
  expect(read.status).toBe(200);
  const refused = await api.call('updateProgramme', { at: { programme }, body: {}, token: undefined });
  expect([refused.status, codeOf(refused)]).toEqual([401, 'not_signed_in']);
});

test('what is private is not there for others', async () => {
  const other = await server.someone('Other');
  const { json } = await api.call('createProgramme', {
    body: { ...(exampleOf('createProgramme') as object), visibility: 'private' }
  });
  for (const token of [other.token, undefined])
    for (const id of ['getProgramme', 'listEvents', 'listBriefs', 'listMembers'])
      expect(codeOf(await api.call(id, { at: { programme: (json as { id: string }).id }, token }))).toBe(
        'not_found'
      );
});

const codeOf = ({ json }: { json: { code: string } }) => json.code;

test('a body that is no JSON, of another type, too large or no object is told so in JSON', async () => {
  const tries = [
    ['{"title":', {}, 400, 'invalid_json'],
    ['{}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    [JSON.stringify({ title: 'x'.repeat(300_000) }), {}, 413, 'too_large'],
    [JSON.stringify({ title: 'x'.repeat(1_500_000) }), {}, 413, 'too_large'],
    ['[]', {}, 400, 'invalid_input'],
    ['{"title":""}', {}, 400, 'invalid_input']
  ] as const;
  for (const [body, headers, status, code] of tries) {
    const told = await api.call('updateBrief', { at: { brief }, body, headers: { ...headers } });
    expect([told.status, codeOf(told)]).toEqual([status, code]);
    expect(told.headers.get('content-type')).toBe('application/problem+json');
  }
});

test('a refused body does not hold up what comes after it on the same connection', async () => {
  const body = JSON.stringify({ title: 'x'.repeat(400_000) });
  // Left unread, the first body would keep the connection, and the next request with it, beyond this test's time.
  for (const token of [an.token, undefined, an.token, 'gw_unknown', an.token, an.token])
    expect((await api.call('updateBrief', { at: { brief }, body, token })).status).toBeOneOf([401, 413]);
});

test('an address or a method that does not exist is told so in JSON', async () => {
  const headers = { authorization: `Bearer ${an.token}` };
  const nowhere = await fetch(`${server.url}/api/v1/nothing`, { headers });
  expect([nowhere.status, nowhere.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  const wrong = await fetch(`${server.url}/api/v1/me`, { method: 'DELETE', headers });
  expect([wrong.status, wrong.headers.get('content-type')]).toEqual([405, 'application/problem+json']);
  expect(wrong.headers.get('allow')?.split(', ')).toEqual(expect.arrayContaining(['GET']));
});

test('a token that was ended is told so everywhere, also where strangers may read', async () => {
  const { actor, token } = await server.someone('Late');
  await server.engine.access.revokeToken(actor, actor.via.id);
  const told = await api.call('listProgrammes', { token });
  expect([told.status, codeOf(told), told.headers.get('www-authenticate')]).toEqual([
    ...[401, 'not_signed_in', 'Bearer']
  ]);
});

test('refusals speak the language asked for, and English in their title', async () => {
  const { json } = await api.call('getBrief', {
    at: { brief: 'nothing' },
    headers: { 'accept-language': 'zh-TW' }
  });
  const { title, detail } = json as { title: string; detail: string };
  expect(title).toMatch(/^[A-Z]/);
  expect(detail).toMatch(/\p{Script=Han}/u);
});
