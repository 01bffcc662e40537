import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStorage, type Storage } from '../../../tests/support/storage.ts';
import { attempt } from '#lib/kernel/index.ts';
import { system } from './index.ts';
import { accessService, type AccessService } from './index.server.ts';

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

test('a wrong e-mail and a wrong password are told in the same words and the same time', async () => {
  await access.createAccount(system, ming);
  const time = async (input: typeof wrong, round: number) => {
    const from = performance.now();
    expect(await code(access.signIn(input, { address: `192.0.2.${round}` }))).toBe('wrong_credentials');
    return performance.now() - from;
  };
  // Taken in turns, and the quickest of each: a busy machine slows both, and makes neither quicker.
  const quickest = { unknown: Infinity, wrong: Infinity };
  for (let round = 0; round < 15; round++) {
    quickest.unknown = Math.min(quickest.unknown, await time(unknown, round));
    quickest.wrong = Math.min(quickest.wrong, await time(wrong, round));
  }
  const ratio = quickest.unknown / quickest.wrong;
  expect(ratio).toBeGreaterThan(0.4);
  expect(ratio).toBeLessThan(2.5);
});

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

test('an account is not guessed from many places at once', async () => {
  await access.createAccount(system, ming);
  const tries = Array.from({ length: 65 }, (_, i) => code(access.signIn(wrong, { address: `10.0.0.${i}` })));
  const outcomes = await Promise.all(tries);
  expect(outcomes.filter((outcome) => outcome === 'too_many_attempts')).toHaveLength(5);
});

test('sixty phones behind one address sign in, each mistyping once, again and again', async () => {
  const emails = Array.from({ length: 60 }, (_, i) => `p${i}@example.tw`);
  await Promise.all(emails.map((email) => access.createAccount(system, { ...ming, email })));
  const all = (password: string) =>
    Promise.all(emails.map((email) => code(access.signIn({ email, password }, here))));
  expect(new Set(await all(wrong.password))).toEqual(new Set(['wrong_credentials']));
  for (let round = 0; round < 4; round++) {
    expect(new Set(await all(ming.password)), `round ${round}`).toEqual(new Set(['allowed']));
  }
});

test('an address that only fails is stopped after two hundred tries', async () => {
  const tries = Array.from({ length: 210 }, (_, i) =>
    code(access.signIn({ ...unknown, email: `p${i}@example.tw` }, here))
  );
  const outcomes = await Promise.all(tries);
  expect(outcomes.filter((outcome) => outcome === 'too_many_attempts')).toHaveLength(10);
});
