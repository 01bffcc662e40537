import type { RequestEvent } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { anonymous, type Actor } from '#lib/access/index.ts';
import { Problem } from '#lib/kernel/index.ts';
import { answer, paging, type Call } from './endpoint.ts';
import { JSON_LIMIT } from './readJson.ts';

const someone: Actor = {
  kind: 'person',
  person: { id: 'a', name: 'Wei', kind: 'full', email: null, isAdmin: false },
  via: { kind: 'session', id: 's' }
};

function call(init: RequestInit & { actor?: Actor }, work: (call: Call) => Promise<object>) {
  const { actor = someone, ...rest } = init;
  const url = new URL('http://groundwork.test/api/v1/things');
  const logged: unknown[] = [];
  const engine = { log: { error: (fields: unknown) => logged.push(fields) } };
  const event = { url, request: new Request(url, rest), locals: { engine, actor }, route: { id: '/things' } };
  return answer(event as unknown as RequestEvent, work).then((response) => ({ response, logged }));
}

const post = (
  body: BodyInit | null,
  headers: Record<string, string> = { 'content-type': 'application/json' }
) => ({
  method: 'POST',
  body,
  headers
});
const echo = async ({ body }: Call) => ({ status: 201, json: await body(), location: '/api/v1/things/1' });

async function codeOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const problem = (await response.json()) as { status: number; code: string; title: string; detail: string };
  expect(problem.status).toBe(response.status);
  expect(problem.title.length * problem.detail.length).toBeGreaterThan(0);
  return problem.code;
}

test('an answer is JSON that nobody caches', async () => {
  const { response } = await call(
    post('{"a":"江"}', { 'content-type': 'application/json; charset=utf-8' }),
    echo
  );
  expect(response.status).toBe(201);
  expect(response.headers.get('location')).toBe('/api/v1/things/1');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.json()).toEqual({ a: '江' });
});

test('work without anything to tell answers 204', async () => {
  const { response } = await call({ method: 'DELETE' }, async () => ({}));
  expect([response.status, await response.text()]).toEqual([204, '']);
});

test.each([
  [
    'another media type',
    post('a=1', { 'content-type': 'application/x-www-form-urlencoded' }),
    415,
    'unsupported_media_type'
  ],
  ['no media type', post(new Uint8Array([123, 125]), {}), 415, 'unsupported_media_type'],
  ['broken JSON', post('{"a":'), 400, 'invalid_json'],
  ['an empty body', post(''), 400, 'invalid_json'],
  ['bytes that are not UTF-8', post(new Uint8Array([0x22, 0xff, 0x22])), 400, 'invalid_json'],
  ['a list', post('[]'), 400, 'invalid_input'],
  ['a body over the limit', post(JSON.stringify({ a: 'x'.repeat(JSON_LIMIT) })), 413, 'too_large']
])('%s is refused with its code', async (_, init, status, code) => {
  const { response, logged } = await call(init, echo);
  expect(response.status).toBe(status);
  expect(await codeOf(response)).toBe(code);
  expect(logged).toEqual([]);
});

test('a body without a length is cut off at the limit', async () => {
  let given = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(stream) {
      given += 65_536;
      stream.enqueue(new Uint8Array(65_536).fill(0x20));
    }
  });
  const { response } = await call({ ...post(endless), duplex: 'half' } as RequestInit, echo);
  expect(await codeOf(response)).toBe('too_large');
  expect(given).toBeLessThan(JSON_LIMIT * 2);
});

test('a cookie does not count for a write sent by another site’s page; a token does', async () => {
  const foreign = {
    'content-type': 'application/json',
    'sec-fetch-site': 'cross-site',
    origin: 'http://evil.test'
  };
  const { response } = await call(post('{}', foreign), echo);
  expect([response.status, await codeOf(response)]).toEqual([403, 'foreign_origin']);
  const { response: withToken } = await call(post('{}', { ...foreign, authorization: 'Bearer gw_x' }), echo);
  expect(withToken.status).toBe(201);
});

test('a token that no longer works is told so, also where strangers may read', async () => {
  const init = { actor: anonymous, headers: { authorization: 'Bearer gw_old' } };
  const { response } = await call(init, async () => ({ json: {} }));
  expect(((await response.clone().json()) as { detail: string }).detail).toMatch(/token .* not valid/);
  expect([response.status, await codeOf(response)]).toEqual([401, 'not_signed_in']);
  expect(response.headers.get('www-authenticate')).toBe('Bearer');
});

test.each(['too_many_requests', 'too_many_streams', 'too_many_attempts'] as const)(
  '%s says how many seconds to wait, whoever refused',
  async (code) => {
    const { response } = await call({}, async () => {
      throw new Problem(code);
    });
    expect([response.status, await codeOf(response)]).toEqual([429, code]);
    expect(response.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  }
);

test('wrong fields are listed, each with a reason and a sentence', async () => {
  const { response } = await call({}, async () => {
    throw new Problem('invalid_input', [{ field: 'title', reason: 'too_long', limit: 120 }]);
  });
  const { issues } = (await response.json()) as { issues: { detail: string }[] };
  expect(issues).toEqual([
    { field: 'title', reason: 'too_long', limit: 120, detail: expect.stringContaining('120') }
  ]);
});

test('what nobody expected is logged once, told by a number, and never shown', async () => {
  const { response, logged } = await call({}, async () => {
    throw new Error('SELECT secret FROM somewhere');
  });
  expect(response.status).toBe(500);
  const text = await response.text();
  const { code, instance } = JSON.parse(text) as { code: string; instance: string };
  expect(code).toBe('unexpected');
  expect(text).not.toContain('secret');
  expect(logged).toMatchObject([{ id: instance }]);
});

test('paging leaves out what is not asked for and passes on what is no number', () => {
  expect(paging(new URLSearchParams())).toEqual({});
  expect(paging(new URLSearchParams('after=3&limit=x'))).toEqual({ after: 3, limit: Number.NaN });
});
