import { afterEach, beforeEach, expect, test } from 'vitest';
import { attempt } from '#lib/kernel/index.ts';
import { openStorage, type Storage } from '../../../tests/support/storage.ts';
import { system } from './index.ts';
import { accessService, type AccessService } from './index.server.ts';

let storage: Storage;
let access: AccessService;
beforeEach(async () => {
  storage = await openStorage();
  access = accessService({ ...storage, clock: Date.now, secureCookies: false });
});
afterEach(() => storage.close());

const host = { name: '主辦', email: 'host@example.tw', password: 'correct horse' };
const code = async (work: Promise<unknown>) => {
  const result = await attempt(() => work);
  return result.ok ? 'allowed' : result.problem.code;
};

test('the link makes one admin, who is signed in', async () => {
  const secret = (await access.createSetupLink())!;
  expect(await access.isSetUp()).toBe(false);
  const { account, cookie } = await access.completeSetup(secret, host);
  expect(account).toMatchObject({ isAdmin: true, kind: 'full', email: 'host@example.tw' });
  expect((await access.authenticate({ cookie: cookie.value })).actor).toMatchObject({ person: account });
  expect(await access.isSetUp()).toBe(true);
  expect(await storage.journal.listEvents('instance')).toMatchObject([
    { type: 'account.created', actor: 'system', data: { admin: true } }
  ]);
});

test('looking at the link does not use it up', async () => {
  const secret = (await access.createSetupLink())!;
  for (let i = 0; i < 3; i++) expect(await access.peekSetupLink(secret)).toBe(true);
  expect(await code(access.completeSetup(secret, host))).toBe('allowed');
  expect(await code(access.peekSetupLink(secret))).toBe('setup_already_done');
  expect(await code(access.completeSetup(secret, { ...host, email: 'b@example.tw' }))).toBe(
    'setup_already_done'
  );
});

test('of ten who post at once, exactly one becomes admin', async () => {
  const secret = (await access.createSetupLink())!;
  const posts = Array.from({ length: 10 }, (_, i) =>
    code(access.completeSetup(secret, { ...host, email: `host${i}@example.tw` }))
  );
  const outcomes = await Promise.all(posts);
  expect(outcomes.filter((outcome) => outcome === 'allowed')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'setup_already_done')).toHaveLength(9);
  const rows = await storage.connections.readerDb.selectFrom('account').selectAll().execute();
  expect(rows).toHaveLength(1);
});

test('a wrong form leaves the link as it was', async () => {
  const secret = (await access.createSetupLink())!;
  expect(await code(access.completeSetup(secret, { ...host, password: 'short' }))).toBe('invalid_input');
  expect(await access.peekSetupLink(secret)).toBe(true);
});

test('only the newest link works, and none once somebody has an account', async () => {
  const older = (await access.createSetupLink())!;
  const newer = (await access.createSetupLink())!;
  expect(await code(access.peekSetupLink(older))).toBe('setup_link_invalid');
  expect(await code(access.completeSetup(older, host))).toBe('setup_link_invalid');
  await access.createAccount(system, host);
  expect(await access.createSetupLink()).toBeNull();
  expect(await code(access.peekSetupLink(newer))).toBe('setup_already_done');
  expect(await code(access.completeSetup(newer, { ...host, email: 'b@example.tw' }))).toBe(
    'setup_already_done'
  );
});

test('the database holds only the hash of the link', async () => {
  const secret = (await access.createSetupLink())!;
  const rows = await storage.connections.readerDb.selectFrom('setup_link').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(secret);
  expect(await code(access.peekSetupLink(rows[0]!.token_hash))).toBe('setup_link_invalid');
});

test('a link works for a day; then restarting prints another', async () => {
  let time = Date.now();
  const later = accessService({ ...storage, clock: () => time, secureCookies: false });
  const secret = (await later.createSetupLink())!;
  time += 24 * 3_600_000;
  expect(await later.peekSetupLink(secret)).toBe(true);
  time += 1;
  expect(await code(later.peekSetupLink(secret))).toBe('setup_link_expired');
  expect(await code(later.completeSetup(secret, host))).toBe('setup_link_expired');
  expect(await later.peekSetupLink((await later.createSetupLink())!)).toBe(true);
});
