import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStorage, type Storage } from '../../../tests/support/storage.ts';
import { anonymous, type Actor } from './index.ts';
import { accessService, type AccessService } from './index.server.ts';

const DAY = 86_400_000;
let storage: Storage;
let access: AccessService;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-01T08:00:00Z') });
  storage = await openStorage(Date.now);
  access = accessService({ ...storage, clock: Date.now, secureCookies: false });
});
afterEach(async () => {
  vi.useRealTimers();
  await storage.close();
});

const ming = { name: '陳明', email: 'ming@example.tw', password: 'correct horse' };
const later = (ms: number) => vi.setSystemTime(Date.now() + ms);

test('the database holds nothing that a browser could send', async () => {
  const { cookie } = await access.signUp(ming);
  const rows = await storage.connections.readerDb.selectFrom('session').selectAll().execute();
  expect(rows).toHaveLength(1);
  expect(cookie.value.length).toBeGreaterThan(30);
  expect(JSON.stringify(rows)).not.toContain(cookie.value);
  expect((await access.authenticate({ cookie: rows[0]!.id_hash })).actor).toEqual(anonymous);
});

test('every sign-in gets a fresh session, whatever the browser had', async () => {
  const { cookie } = await access.signUp(ming);
  const again = await access.signIn({ email: ming.email, password: ming.password }, { address: 'a' });
  expect(again.cookie.value).not.toBe(cookie.value);
  expect((await access.authenticate({ cookie: 'chosen-by-somebody-else' })).actor).toEqual(anonymous);
});

test('a session ends after 30 days without use', async () => {
  const { cookie } = await access.signUp(ming);
  const { actor } = await access.authenticate({ cookie: cookie.value });
  expect(cookie.expires.getTime()).toBe(Date.now() + 30 * DAY);
  later(30 * DAY + 1);
  expect(await access.revalidate(actor)).toEqual(anonymous);
  expect((await access.authenticate({ cookie: cookie.value })).actor).toEqual(anonymous);
  const rows = await storage.connections.readerDb.selectFrom('session').selectAll().execute();
  expect(rows).toEqual([]);
});

test('a session in use is renewed in its second half, and says so', async () => {
  const { cookie } = await access.signUp(ming);
  later(14 * DAY);
  expect((await access.authenticate({ cookie: cookie.value })).session?.fresh).toBe(false);
  later(2 * DAY);
  const renewed = await access.authenticate({ cookie: cookie.value });
  expect(renewed.session).toEqual({ fresh: true, expiresAt: Date.now() + 30 * DAY });
  expect(access.sessionCookie(cookie.value, renewed.session!.expiresAt)).toMatchObject({
    value: cookie.value,
    expires: new Date(Date.now() + 30 * DAY)
  });
  later(29 * DAY);
  expect((await access.authenticate({ cookie: cookie.value })).actor.kind).toBe('person');
});

test('expired sessions can be swept away', async () => {
  await access.signUp(ming);
  later(31 * DAY);
  await access.sweepSessions();
  expect(await storage.connections.readerDb.selectFrom('session').selectAll().execute()).toEqual([]);
});

test('ending the others keeps the one that asks, and their sockets are told', async () => {
  const { cookie, account } = await access.signUp(ming);
  later(1000);
  const phone = await access.startSession(account.id);
  const { actor } = await access.authenticate({ cookie: phone.value });
  expect(await access.listSessions(actor)).toMatchObject([
    { createdAt: Date.now(), expiresAt: Date.now() + 30 * DAY, isCurrent: true },
    { createdAt: Date.now() - 1000, expiresAt: Date.now() - 1000 + 30 * DAY, isCurrent: false }
  ]);
  storage.notices.length = 0;
  await access.endOtherSessions(actor);
  expect(storage.notices).toEqual([{ kind: 'rights', account: account.id }]);
  expect((await access.authenticate({ cookie: cookie.value })).actor).toEqual(anonymous);
  expect(await access.revalidate(actor)).toEqual(actor);
});

test('a session is known by its device and the hour it was used in, written once an hour', async () => {
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:148.0) Gecko/20100101 Firefox/148.0';
  const { cookie } = await access.signUp(ming);
  later(90 * 60_000);
  const { actor } = await access.authenticate({ cookie: cookie.value, agent: firefox });
  const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  await vi.waitFor(async () =>
    expect(await access.listSessions(actor)).toMatchObject([{ device: 'Firefox/Windows', lastSeenAt: hour }])
  );
  later(60 * 60_000);
  await access.authenticate({ cookie: cookie.value, agent: null });
  await vi.waitFor(async () =>
    expect(await access.listSessions(actor)).toMatchObject([
      { device: 'Firefox/Windows', lastSeenAt: hour + 3_600_000 }
    ])
  );
});

test('one session is ended by its name, which opens nothing, and only by its owner', async () => {
  const { cookie, account } = await access.signUp(ming);
  const phone = await access.startSession(account.id);
  const other = await access.signUp({ ...ming, email: 'b@example.tw' });
  const { actor } = await access.authenticate({ cookie: cookie.value });
  const { actor: stranger } = await access.authenticate({ cookie: other.cookie.value });
  const [target] = (await access.listSessions(actor)).filter(({ isCurrent }) => !isCurrent);
  await expect(access.endSession(stranger, target!.id)).rejects.toMatchObject({ code: 'not_found' });
  expect((await access.authenticate({ cookie: target!.id })).actor).toEqual(anonymous);
  storage.notices.length = 0;
  await access.endSession(actor, target!.id);
  expect(storage.notices).toEqual([{ kind: 'rights', account: account.id }]);
  expect((await access.authenticate({ cookie: phone.value })).actor).toEqual(anonymous);
  expect(await access.revalidate(actor)).toEqual(actor);
  await expect(access.endSession(actor, target!.id)).rejects.toMatchObject({ code: 'not_found' });
});

test('signing out ends only the session that asks', async () => {
  const { cookie, account } = await access.signUp(ming);
  const phone = await access.startSession(account.id);
  const { actor } = await access.authenticate({ cookie: phone.value });
  storage.notices.length = 0;
  await access.signOut(actor);
  expect(storage.notices).toEqual([{ kind: 'rights', account: account.id }]);
  expect(await access.revalidate(actor)).toEqual(anonymous);
  expect((await access.authenticate({ cookie: cookie.value })).actor.kind).toBe('person');
});

test('strangers have no sessions to list or end', async () => {
  await expect(access.listSessions(anonymous)).rejects.toMatchObject({ code: 'not_signed_in' });
  await expect(access.endOtherSessions(anonymous)).rejects.toMatchObject({ code: 'not_signed_in' });
});

test('over https the cookie can only be set by this host, and only sent encrypted', async () => {
  const secure = accessService({ ...storage, clock: Date.now, secureCookies: true });
  const { cookie } = await secure.signUp({ ...ming, email: 'b@example.tw' });
  const rest = { path: '/', httpOnly: true, sameSite: 'lax' };
  expect(cookie).toMatchObject({ name: '__Host-groundwork_session', secure: true, ...rest });
  const plain = (await access.signUp(ming)).cookie;
  expect(plain).toMatchObject({ name: 'groundwork_session', secure: false, ...rest });
});

test('an actor asked again is who they are now, not who they were', async () => {
  const { cookie, account } = await access.signUp(ming);
  const { actor } = await access.authenticate({ cookie: cookie.value });
  await storage.connections.writer
    .updateTable('account')
    .set({ name: '陳小明' })
    .where('id', '=', account.id)
    .execute();
  const now = (await access.revalidate(actor)) as Actor & { kind: 'person' };
  expect(now.person.name).toBe('陳小明');
});
