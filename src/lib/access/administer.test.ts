import { afterEach, beforeEach, expect, test } from 'vitest';
import { attempt } from '#lib/kernel/index.ts';
import { openStorage, type Storage } from '../../../tests/support/storage.ts';
import { anonymous, system, type Actor } from './index.ts';
import { accessService, type AccessService } from './index.server.ts';

let storage: Storage;
let access: AccessService;
let admin: Actor & { kind: 'person' };
let ming: Actor & { kind: 'person' };
let cookie: string;

beforeEach(async () => {
  storage = await openStorage();
  access = accessService({ ...storage, clock: Date.now, secureCookies: false });
  admin = await add('Admin', 'admin@example.tw', true);
  ming = await add('陳明', 'ming@example.tw');
  cookie = (await access.startSession(ming.person.id)).value;
});
afterEach(() => storage.close());

async function add(name: string, email: string, isAdmin = false): Promise<Actor & { kind: 'person' }> {
  const account = { name, email, password: 'correct horse', isAdmin };
  const person = await access.createAccount(system, account);
  return { kind: 'person', person, via: { kind: 'session', id: 'x' } };
}
const code = async (work: Promise<unknown>) => {
  const result = await attempt(() => work);
  return result.ok ? 'allowed' : result.problem.code;
};
const last = async () => (await storage.journal.listEvents('instance')).at(-1);

test('only admins see who has an account, and what could not be sent', async () => {
  for (const [actor, refusal] of [
    [anonymous, 'not_signed_in'],
    [ming, 'forbidden']
  ] as const) {
    expect(await code(access.listAccounts(actor))).toBe(refusal);
    expect(await code(access.getAccount(actor, ming.person.id))).toBe(refusal);
    expect(await code(access.listUnsentMail(actor))).toBe(refusal);
    expect(await code(access.suspendAccount(actor, admin.person.id))).toBe(refusal);
    expect(await code(access.liftSuspension(actor, admin.person.id))).toBe(refusal);
    expect(await code(access.setAdmin(actor, ming.person.id, true))).toBe(refusal);
  }
  const { accounts, hasMore } = await access.listAccounts(admin, { search: 'MING@' });
  expect(accounts).toMatchObject([{ email: 'ming@example.tw', suspendedAt: null }]);
  expect(hasMore).toBe(false);
  expect(JSON.stringify(accounts)).not.toMatch(/argon|hash/i);
});

test('a suspended account is shut out, with a reason the record can forget; lifting lets it in again', async () => {
  const { id } = ming.person;
  storage.notices.length = 0;
  await access.suspendAccount(admin, id, { reason: 'advertising' });
  expect(storage.notices).toContainEqual({ kind: 'rights', account: id });
  expect(await last()).toMatchObject({ type: 'account.suspended', committed: { reason: 'advertising' } });
  expect((await access.authenticate({ cookie })).actor).toEqual(anonymous);
  expect(await access.getAccount(admin, id)).toMatchObject({ suspendedReason: 'advertising' });
  expect(await code(access.suspendAccount(admin, id))).toBe('not_found');
  await access.liftSuspension(admin, id);
  expect(await last()).toMatchObject({ type: 'account.suspension_lifted' });
  expect(await access.getAccount(admin, id)).toMatchObject({ suspendedAt: null, suspendedReason: null });
  const again = access.signIn({ email: 'ming@example.tw', password: 'correct horse' }, { address: 'a' });
  expect(await code(again)).toBe('allowed');
  expect(await code(access.liftSuspension(admin, id))).toBe('not_found');
});

test('there is always somebody who can run the site', async () => {
  expect(await code(access.setAdmin(admin, admin.person.id, false))).toBe('last_admin');
  expect(await code(access.suspendAccount(system, admin.person.id))).toBe('last_admin');
  expect(await code(access.suspendAccount(admin, admin.person.id))).toBe('conflict');
  await access.setAdmin(admin, ming.person.id, true);
  expect(await last()).toMatchObject({ type: 'account.admin_granted', subject: { id: ming.person.id } });
  // Of two admins who take it from each other at once, one stays.
  const outcomes = await Promise.all([
    code(access.setAdmin(admin, ming.person.id, false)),
    code(access.setAdmin({ ...ming, person: { ...ming.person, isAdmin: true } }, admin.person.id, false))
  ]);
  expect(outcomes.sort()).toEqual(['allowed', 'last_admin']);
});

test('what is so already is not recorded again, and guests run nothing', async () => {
  const before = (await storage.journal.head('instance')).seq;
  await access.setAdmin(admin, ming.person.id, false);
  expect((await storage.journal.head('instance')).seq).toBe(before);
  const guest = await storage.write((unit) => access.createGuest(unit, { name: 'Lim' }));
  expect(await code(access.setAdmin(admin, guest.id, true))).toBe('conflict');
});
