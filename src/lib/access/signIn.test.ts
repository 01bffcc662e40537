import type * as Argon2 from '@node-rs/argon2';
import { verify } from '@node-rs/argon2';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStorage, type Storage } from '../../../tests/support/storage.ts';
import { attempt } from '#lib/kernel/index.ts';
import { system } from './index.ts';
import { accessService, type AccessService } from './index.server.ts';

vi.mock('@node-rs/argon2', async (original) => {
  const argon2 = await original<typeof Argon2>();
  return { ...argon2, verify: vi.fn(argon2.verify) };
});

let storage: Storage;
let access: AccessService;
beforeEach(async () => {
  storage = await openStorage();
  access = accessService({ ...storage, clock: Date.now, secureCookies: false });
});
afterEach(() => storage.close());

const ming = { name: '陳明', email: 'Ming@Example.tw', password: 'correct horse' };
const here = { address: '192.0.2.1' };

test('who signs in is known by the cookie until they sign out', async () => {
  await access.createAccount(system, ming);
  const { cookie, actor } = await access.signIn({ email: 'ming@example.TW ', password: ming.password }, here);
  expect(actor.person.name).toBe('陳明');
  const known = await access.authenticate({ cookie: cookie.value });
  expect(known.actor).toEqual(actor);
  const ended = await access.signOut(known.actor);
  expect(ended).toMatchObject({ name: 'groundwork_session', value: '', expires: new Date(0) });
  expect((await access.authenticate({ cookie: cookie.value })).actor).toEqual({ kind: 'anonymous' });
  expect(await access.revalidate(actor)).toEqual({ kind: 'anonymous' });
});

const code = async (work: Promise<unknown>) => {
  const result = await attempt(() => work);
  return result.ok ? 'allowed' : result.problem.code;
};
const wrong = { email: ming.email, password: 'wrong horse' };
const unknown = { email: 'nobody@example.tw', password: 'wrong horse' };

// The work is counted, not the time: on a busy machine time tells nothing.
test('a wrong e-mail is told in the same words as a wrong password, after the same work', async () => {
  await access.createAccount(system, ming);
  await storage.write((unit) => access.createGuest(unit, { name: 'Guest' }));
  const workFor = async (input: typeof wrong) => {
    vi.mocked(verify).mockClear();
    expect(await code(access.signIn(input, here))).toBe('wrong_credentials');
    return vi.mocked(verify).mock.calls.map(([hash, password]) => [cost(hash as string), password]);
  };
  const work = await workFor(wrong);
  expect(work).toEqual([['$argon2id$v=19$m=19456,t=2,p=1$ 22 43', wrong.password]]);
  expect(await workFor(unknown)).toEqual(work);
});

/** What makes comparing with a hash dear: its parameters, and how long its salt and digest are. */
function cost(hash: string): string {
  const [, parameters, salt, digest] = /^(\$argon2id\$v=19\$[^$]+\$)([^$]+)\$([^$]+)$/.exec(hash)!;
  return `${parameters} ${salt!.length} ${digest!.length}`;
}

test('the same password signs in however the keyboard composed it', async () => {
  await access.createAccount(system, { ...ming, password: 'caf\u00e9 au lait' });
  const typed = { email: ming.email, password: 'cafe\u0301 au lait' };
  expect(await code(access.signIn(typed, here))).toBe('allowed');
});

test('guests have no password that could be guessed', async () => {
  await storage.write((unit) => access.createGuest(unit, { name: 'Guest' }));
  expect(await code(access.signIn({ email: '', password: 'anything at all' }, here))).toBe('invalid_input');
});

test('after ten wrong tries from one place an account waits there, and nowhere else', async () => {
  await access.createAccount(system, ming);
  const right = { email: ming.email, password: ming.password };
  const tries = await Promise.all(Array.from({ length: 12 }, () => code(access.signIn(wrong, here))));
  expect(tries.filter((outcome) => outcome === 'wrong_credentials')).toHaveLength(10);
  expect(tries.filter((outcome) => outcome === 'too_many_attempts')).toHaveLength(2);
  expect(await code(access.signIn(right, here))).toBe('too_many_attempts');
  expect(await code(access.signIn(right, { address: '198.51.100.7' }))).toBe('allowed');
});
