import { afterEach, beforeEach, expect, test } from 'vitest';
import { attempt } from '#lib/kernel/index.ts';
import { openPostbox, type Postbox } from '../../../tests/support/postbox.ts';
import { openStorage, type Storage } from '../../../tests/support/storage.ts';
import { anonymous, system, type Actor } from './index.ts';
import { accessService, type AccessService } from './index.server.ts';

const MINUTE = 60_000;
let time: number;
let storage: Storage;
let mail: Postbox;
let access: AccessService;
let cookie: string;
let actor: Actor & { kind: 'person' };

const ming = { name: '陳明', email: 'ming@example.tw', password: 'correct horse' };
const here = { address: 'here', lang: 'zh-tw' } as const;
const fresh = { password: 'a battery staple' };

beforeEach(async () => {
  time = Date.now();
  storage = await openStorage(() => time);
  mail = openPostbox(storage.write);
  access = accessService({ ...storage, write: mail.write, mail, clock: () => time, secureCookies: false });
  const signedUp = await access.signUp(ming);
  cookie = signedUp.cookie.value;
  actor = (await access.authenticate({ cookie })).actor as typeof actor;
});
afterEach(() => storage.close());

const code = async (work: Promise<unknown>) => {
  const result = await attempt(() => work);
  return result.ok ? 'allowed' : result.problem.code;
};
const ask = (email = ming.email, address = 'here') => access.requestReset({ email }, { ...here, address });
const complete = (secret: string, given: { password: string; revokeTokens?: boolean } = fresh) =>
  access.completeReset(secret, given, here);
const signIn = (password: string) => access.signIn({ email: ming.email, password }, { address: 'here' });
const events = async () =>
  (await storage.journal.listEvents('instance')).map(({ type, data }) => ({ type, data }));

test('the link in the mail sets a new password once, ends every other session and signs in', async () => {
  await ask();
  expect(mail.letters).toHaveLength(1);
  expect(mail.letters[0]).toMatchObject({ to: ming.email, subject: '重設你在打底的密碼' });
  const secret = mail.secretFor(ming.email);
  storage.notices.length = 0;
  const { account, cookie: now } = await complete(secret);
  expect(storage.notices).toContainEqual({ kind: 'rights', account: account.id });
  expect((await access.authenticate({ cookie })).actor).toEqual(anonymous);
  expect((await access.authenticate({ cookie: now.value })).actor.kind).toBe('person');
  expect(await code(signIn(ming.password))).toBe('wrong_credentials');
  expect(await code(signIn(fresh.password))).toBe('allowed');
  expect(await code(complete(secret))).toBe('reset_link_ended');
  expect(mail.letters.at(-1)).toMatchObject({ to: ming.email, subject: '你在打底的密碼已經變更' });
  expect(mail.letters.at(-1)?.text).not.toContain(secret);
});

test('a new password also ends the change to another address that somebody else has asked for', async () => {
  const [own, thief] = ['yet another staple', 'thief@example.tw'];
  await access.changeEmail(actor, { email: thief, password: ming.password }, here);
  await access.changePassword(actor, { current: ming.password, password: own }, here);
  expect(await code(access.completeConfirmation(mail.secretFor(thief), here))).toBe('confirm_link_invalid');
  await access.changeEmail(actor, { email: thief, password: own }, here);
  await ask();
  await complete(mail.secretFor(ming.email));
  expect(await code(access.completeConfirmation(mail.secretFor(thief), here))).toBe('confirm_link_invalid');
});

test('looking at the link changes nothing, and a wrong form leaves it as it was', async () => {
  await ask();
  const secret = mail.secretFor(ming.email);
  for (let n = 0; n < 3; n++) {
    expect(await access.peekResetLink(secret)).toMatchObject({
      name: ming.name,
      email: ming.email,
      tokens: 0
    });
  }
  expect(await code(complete(secret, { password: 'short' }))).toBe('invalid_input');
  expect(await code(complete(secret))).toBe('allowed');
});

test('of ten who post at once, one sets the password', async () => {
  await ask();
  const secret = mail.secretFor(ming.email);
  const posts = Array.from({ length: 10 }, (_, n) =>
    code(complete(secret, { password: `long enough ${n}` }))
  );
  expect((await Promise.all(posts)).sort()).toEqual([
    'allowed',
    ...Array<string>(9).fill('reset_link_ended')
  ]);
});

test('a link works for an hour, and only the newest', async () => {
  await ask();
  const older = mail.secretFor(ming.email);
  await ask();
  const newer = mail.secretFor(ming.email);
  expect(await code(access.peekResetLink(older))).toBe('reset_link_invalid');
  time += 60 * MINUTE - 1;
  expect(await code(access.peekResetLink(newer))).toBe('allowed');
  time += 1;
  expect(await code(access.peekResetLink(newer))).toBe('reset_link_ended');
  expect(await code(complete(newer))).toBe('reset_link_ended');
});

test('the database holds only the hash of the link, and no event tells of the address', async () => {
  await ask();
  const secret = mail.secretFor(ming.email);
  const links = await storage.connections.readerDb.selectFrom('mail_link').selectAll().execute();
  expect(links).toHaveLength(1);
  expect(JSON.stringify(links)).not.toContain(secret);
  expect(await code(access.peekResetLink(links[0]!.token_hash))).toBe('reset_link_invalid');
  await complete(secret);
  expect(await events()).toContainEqual({
    type: 'account.password_reset',
    data: expect.objectContaining({ by: 'mail', tokensRevoked: true }) as object
  });
  const bodies = await storage.connections.readerDb.selectFrom('journal_event').select('body').execute();
  expect(JSON.stringify(bodies)).not.toContain(ming.email);
});

test('a link sent to an address also confirms it; one handed over does not', async () => {
  const { secret } = await access.makeResetLink(system, actor.person.id);
  const { cookie: first } = await complete(secret);
  const now = async (value: string) =>
    access.getOwnAccount((await access.authenticate({ cookie: value })).actor);
  expect((await now(first.value)).emailConfirmedAt).toBeNull();
  await ask();
  const { cookie: second } = await complete(mail.secretFor(ming.email));
  expect((await now(second.value)).emailConfirmedAt).toBe(time);
});

test('unknown, guest and suspended accounts get the same answer, no sooner than a known one, and no mail', async () => {
  const bad = await access.createAccount(system, { ...ming, email: 'bad@example.tw' });
  await access.suspendAccount(system, bad.id);
  let isOver = () => {};
  const pace = new Promise<void>((done) => (isOver = done));
  const paced = accessService({
    ...{ ...storage, write: mail.write, mail, clock: () => time, secureCookies: false },
    pace: () => pace
  });
  const answered: string[] = [];
  const asked = [ming.email, 'nobody@example.tw', 'bad@example.tw'].map((email) =>
    code(paced.requestReset({ email }, here)).then((outcome) => answered.push(outcome))
  );
  await expect.poll(() => mail.letters.length).toBe(1);
  // Those who wait for nothing but the database have had their turn by now.
  for (let n = 0; n < 3; n++) await storage.write(() => Promise.resolve());
  expect(answered).toEqual([]);
  isOver();
  await Promise.all(asked);
  expect(answered).toEqual(['allowed', 'allowed', 'allowed']);
  expect(mail.letters.map(({ to }) => to)).toEqual([ming.email]);
});

test('asking is limited for one address and from one place, known or not', async () => {
  for (const email of [ming.email, 'nobody@example.tw']) {
    const outcomes = await Promise.all(Array.from({ length: 7 }, (_, n) => code(ask(email, `phone ${n}`))));
    expect(outcomes.filter((outcome) => outcome === 'allowed')).toHaveLength(5);
  }
  const many = Array.from({ length: 62 }, (_, n) => code(ask(`n${n}@example.tw`, 'one place')));
  expect((await Promise.all(many)).filter((outcome) => outcome === 'too_many_attempts')).toHaveLength(2);
});

test('without mail nobody is told that some was sent', async () => {
  const off = accessService({ ...storage, clock: () => time, secureCookies: false });
  expect(off.hasMail).toBe(false);
  expect(await code(off.requestReset({ email: ming.email }, here))).toBe('mail_off');
  const { secret } = await off.makeResetLink(system, actor.person.id);
  expect(await code(off.completeReset(secret, fresh, here))).toBe('allowed');
});

test('an admin hands over a link for a day; the owner stays signed in until it is used', async () => {
  const admin = await access.createAccount(system, { ...ming, email: 'admin@example.tw', isAdmin: true });
  const asAdmin: Actor = { kind: 'person', person: admin, via: { kind: 'session', id: 'x' } };
  expect(await code(access.makeResetLink(actor, admin.id))).toBe('forbidden');
  expect(await code(access.makeResetLink(asAdmin, 'nobody'))).toBe('not_found');
  const { secret, expiresAt } = await access.makeResetLink(asAdmin, actor.person.id);
  expect(expiresAt - time).toBe(24 * 60 * MINUTE);
  expect(mail.letters).toEqual([]);
  expect((await events()).at(-1)).toMatchObject({ type: 'account.reset_link_made' });
  expect((await access.authenticate({ cookie })).actor.kind).toBe('person');
  // A stranger's request for mail does not undo what an admin handed over.
  await ask();
  await complete(secret);
  expect((await access.authenticate({ cookie })).actor).toEqual(anonymous);
  expect((await events()).at(-1)).toMatchObject({ data: { by: 'admin' } });
});

test('a suspended account cannot use a link it had', async () => {
  const { secret } = await access.makeResetLink(system, actor.person.id);
  await access.suspendAccount(system, actor.person.id);
  expect(await code(complete(secret))).toBe('reset_link_invalid');
  expect(await code(access.makeResetLink(system, actor.person.id))).toBe('conflict');
});

test('tokens stay unless their owner ends them too', async () => {
  const { secret: token } = await access.createToken(actor, { name: 'export' });
  const works = async () => (await access.authenticate({ bearer: token })).actor.kind === 'person';
  const first = await access.makeResetLink(system, actor.person.id);
  expect((await access.peekResetLink(first.secret)).tokens).toBe(1);
  await complete(first.secret);
  expect(await works()).toBe(true);
  const second = await access.makeResetLink(system, actor.person.id);
  await complete(second.secret, { ...fresh, revokeTokens: true });
  expect(await works()).toBe(false);
});

test('tokens made before anybody had shown that the address is theirs end with the first link sent to it', async () => {
  const { secret: token } = await access.createToken(actor, { name: 'left behind' });
  await ask();
  const secret = mail.secretFor(ming.email);
  expect(await access.peekResetLink(secret)).toMatchObject({ tokens: 1, endsTokens: true });
  const { cookie: now } = await complete(secret);
  expect((await access.authenticate({ bearer: token })).actor).toEqual(anonymous);
  const { actor: owner } = await access.authenticate({ cookie: now.value });
  const { secret: own } = await access.createToken(owner, { name: 'export' });
  await ask();
  await complete(mail.secretFor(ming.email));
  expect((await access.authenticate({ bearer: own })).actor.kind).toBe('person');
});
