import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { attempt } from '#lib/kernel/index.ts';
import { openStorage, type Storage } from '../../../tests/support/storage.ts';
import { anonymous, system, type Actor } from './index.ts';
import { accessService, type AccessService } from './index.server.ts';

let storage: Storage;
let access: AccessService;
let now = 1_800_000_000_000;
beforeEach(async () => {
  storage = await openStorage(() => now);
  access = accessService({ ...storage, clock: () => now, secureCookies: false });
});
afterEach(() => storage.close());

async function signedUp(email: string): Promise<Actor & { kind: 'person' }> {
  const { cookie } = await access.signUp({ name: '陳明', email, password: 'correct horse' });
  return (await access.authenticate({ cookie: cookie.value })).actor as Actor & { kind: 'person' };
}
const code = async (work: Promise<unknown>) => {
  const result = await attempt(() => work);
  return result.ok ? 'allowed' : result.problem.code;
};

test('a token speaks for its owner until it is revoked, and is shown once', async () => {
  const ming = await signedUp('ming@example.tw');
  const token = await access.createToken(ming, { name: '  our   tracker ' });
  expect(token.secret).toMatch(/^gw_[A-Za-z0-9_-]{43}$/);
  expect(token.name).toBe('our tracker');
  const { actor, session } = await access.authenticate({ bearer: token.secret });
  expect(actor).toEqual({ ...ming, via: { kind: 'token', id: token.id } });
  expect(session).toBeNull();
  expect(await access.revalidate(actor)).toEqual(actor);
  const stored = await storage.connections.readerDb.selectFrom('api_token').selectAll().execute();
  expect(JSON.stringify(stored)).not.toContain(token.secret.slice(3));
  expect((await access.authenticate({ bearer: stored[0]!.token_hash })).actor).toEqual(anonymous);

  storage.notices.length = 0;
  await access.revokeToken(ming, token.id);

  expect(storage.notices).toContainEqual({ kind: 'rights', account: ming.person.id });
  expect(await access.revalidate(actor)).toEqual(anonymous);
  expect((await access.authenticate({ bearer: token.secret })).actor).toEqual(anonymous);
  expect(await access.listTokens(ming)).toEqual([]);
  expect(await code(access.revokeToken(ming, token.id))).toBe('not_found');
});

test('nobody sees or ends the tokens of others', async () => {
  const [ming, mei] = [await signedUp('ming@example.tw'), await signedUp('mei@example.tw')];
  const { id } = await access.createToken(ming, { name: 'mine' });
  expect(await access.listTokens(mei)).toEqual([]);
  expect(await code(access.revokeToken(mei, id))).toBe('not_found');
  expect(await code(access.createToken(mei, { name: 'x', account: ming.person.id }))).toBe('forbidden');
  expect(await access.listTokens(ming)).toMatchObject([{ id, name: 'mine', lastUsedAt: null }]);
});

test('an admin cannot speak as somebody else', async () => {
  const ming = await signedUp('ming@example.tw');
  const host = { name: '主辦', email: 'host@example.tw', password: 'correct horse', isAdmin: true };
  const admin: Actor = {
    kind: 'person',
    person: await access.createAccount(system, host),
    via: { kind: 'session', id: 'x' }
  };
  expect(await code(access.createToken(admin, { name: 'x', account: ming.person.id }))).toBe('forbidden');
  expect(await code(access.createToken(admin, { name: 'x', account: admin.person.id }))).toBe('allowed');
});

test('the host makes tokens for others, but only for people who exist', async () => {
  const ming = await signedUp('ming@example.tw');
  const { secret } = await access.createToken(system, { name: 'cli', account: ming.person.id });
  expect((await access.authenticate({ bearer: secret })).actor).toMatchObject({ person: ming.person });
  expect(await code(access.createToken(system, { name: 'cli', account: 'nobody' }))).toBe('not_found');
  expect(await code(access.createToken(system, { name: 'cli' }))).toBe('not_found');
});

test('use is noted at most once a minute, after the answer', async () => {
  const ming = await signedUp('ming@example.tw');
  const { secret } = await access.createToken(ming, { name: 'mine' });
  const lastUsed = async () => (await access.listTokens(ming))[0]!.lastUsedAt;
  const first = now;
  await access.authenticate({ bearer: secret });
  await vi.waitFor(async () => expect(await lastUsed()).toBe(first));
  now += 59_000;
  await access.authenticate({ bearer: secret });
  await storage.write(async () => undefined);
  expect(await lastUsed()).toBe(first);
  now += 1_000;
  await access.authenticate({ bearer: secret });
  await vi.waitFor(async () => expect(await lastUsed()).toBe(now));
});

test('a token that does not exist is nobody, and hides no cookie behind it', async () => {
  const { cookie } = await access.signUp({ name: 'x', email: 'x@example.tw', password: 'correct horse' });
  for (const bearer of ['gw_', 'gw_' + 'a'.repeat(43), 'x'.repeat(100_000)])
    expect((await access.authenticate({ bearer, cookie: cookie.value })).actor).toEqual(anonymous);
  expect((await access.authenticate({})).actor).toEqual(anonymous);
  expect((await access.authenticate({ cookie: '', bearer: '' })).actor).toEqual(anonymous);
});
