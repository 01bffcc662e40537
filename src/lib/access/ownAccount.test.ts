import { afterEach, beforeEach, expect, test } from 'vitest';
import { attempt } from '#lib/kernel/index.ts';
import { openPostbox, type Postbox } from '../../../tests/support/postbox.ts';
import { openStorage, type Storage } from '../../../tests/support/storage.ts';
import { anonymous, system, type Actor } from './index.ts';
import { accessService, type AccessService } from './index.server.ts';

const DAY = 86_400_000;
let time: number;
let storage: Storage;
let mail: Postbox;
let access: AccessService;
let cookie: string;
let actor: Actor & { kind: 'person' };

const ming = { name: '陳明', email: 'ming@example.tw', password: 'correct horse' };
const here = { address: 'here', lang: 'en' } as const;

beforeEach(async () => {
  time = Date.now();
  storage = await openStorage(() => time);
  mail = openPostbox(storage.write);
  access = accessService({ ...storage, write: mail.write, mail, clock: () => time, secureCookies: false });
  cookie = (await access.signUp(ming, { lang: 'zh-tw' })).cookie.value;
  actor = (await access.authenticate({ cookie })).actor as typeof actor;
});
afterEach(() => storage.close());

const code = async (work: Promise<unknown>) => {
  const result = await attempt(() => work);
  return result.ok ? 'allowed' : result.problem.code;
};
const wrongField = async (work: Promise<unknown>) => {
  const result = await attempt(() => work);
  return result.ok ? null : result.problem.issues[0];
};
const last = async () => (await storage.journal.listEvents('instance')).at(-1);

test('a new account is asked to confirm its address, which opening the link does not do yet', async () => {
  expect(mail.letters).toMatchObject([{ to: ming.email, subject: '請確認你的電子郵件' }]);
  const secret = mail.secretFor(ming.email);
  expect(await access.peekConfirmation(secret)).toEqual({ email: ming.email, isChange: false });
  expect((await access.getOwnAccount(actor)).emailConfirmedAt).toBeNull();
  expect(await access.completeConfirmation(secret, here)).toEqual({ email: ming.email });
  expect(await access.getOwnAccount(actor)).toMatchObject({ emailConfirmedAt: time, awaitedEmail: null });
  expect(await last()).toMatchObject({ type: 'account.email_confirmed', data: { confirmed: true } });
  expect(await code(access.completeConfirmation(secret, here))).toBe('confirm_link_invalid');
});

test('a confirmation is sent again on request; the newest counts, for three days', async () => {
  const older = mail.secretFor(ming.email);
  await access.requestConfirmation(actor, here);
  const newer = mail.secretFor(ming.email);
  expect(await code(access.peekConfirmation(older))).toBe('confirm_link_invalid');
  time += 3 * DAY;
  expect(await code(access.completeConfirmation(newer, here))).toBe('confirm_link_invalid');
});

test('another address counts once its link was opened; the old one is told and lets nobody in', async () => {
  await access.requestReset({ email: ming.email }, here);
  const reset = mail.secretFor(ming.email);
  const change = { email: 'New@Example.tw', password: ming.password };
  expect(await access.changeEmail(actor, change, here)).toEqual({ isSent: true });
  expect(await access.getOwnAccount(actor)).toMatchObject({
    ...{ email: ming.email, awaitedEmail: 'new@example.tw' }
  });
  await access.completeConfirmation(mail.secretFor('new@example.tw'), here);
  expect(await access.getOwnAccount(actor)).toMatchObject({
    email: 'new@example.tw',
    emailConfirmedAt: time
  });
  expect(mail.letters.at(-1)).toMatchObject({
    ...{ to: ming.email, subject: 'Your account has another e-mail address now' }
  });
  expect(await code(access.peekResetLink(reset))).toBe('reset_link_invalid');
  expect(await last()).toMatchObject({
    ...{ type: 'account.email_changed', committed: { email: 'new@example.tw' } }
  });
});

test('another address needs the password, and must be nobody else’s', async () => {
  await access.createAccount(system, { ...ming, email: 'taken@example.tw' });
  const change = (email: string, password = ming.password) =>
    access.changeEmail(actor, { email, password }, here);
  expect(await wrongField(change('new@example.tw', 'wrong'))).toEqual({
    ...{ field: 'password', reason: 'wrong_password' }
  });
  expect(await code(change('taken@example.tw'))).toBe('email_taken');
  await change('late@example.tw');
  await access.createAccount(system, { ...ming, email: 'late@example.tw' });
  expect(await code(access.completeConfirmation(mail.secretFor('late@example.tw'), here))).toBe(
    'email_taken'
  );
});

test('where no mail is sent another address counts at once, unconfirmed', async () => {
  const off = accessService({ ...storage, clock: () => time, secureCookies: false });
  const change = { email: 'new@example.tw', password: ming.password };
  expect(await off.changeEmail(actor, change, here)).toEqual({ isSent: false });
  expect(await off.getOwnAccount(actor)).toMatchObject({ email: 'new@example.tw', emailConfirmedAt: null });
  expect(await code(off.requestConfirmation(actor, here))).toBe('mail_off');
});

test('a new password needs the old one, ends the other sessions and tells by mail', async () => {
  const phone = await access.startSession(actor.person.id);
  await access.requestReset({ email: ming.email }, here);
  const reset = mail.secretFor(ming.email);
  const change = (current: string) =>
    access.changePassword(actor, { current, password: 'a battery staple' }, here);
  expect(await wrongField(change('wrong'))).toEqual({ field: 'current', reason: 'wrong_password' });
  await change(ming.password);
  expect((await access.authenticate({ cookie: phone.value })).actor).toEqual(anonymous);
  expect((await access.authenticate({ cookie })).actor.kind).toBe('person');
  expect(await code(access.peekResetLink(reset))).toBe('reset_link_invalid');
  expect(mail.letters.at(-1)).toMatchObject({ subject: 'Your password for Groundwork was changed' });
  expect(await last()).toMatchObject({ type: 'account.password_changed' });
});

test('guessing the old password is counted like signing in', async () => {
  const guess = () => code(access.changePassword(actor, { current: 'guess', password: 'long enough' }, here));
  for (let n = 0; n < 10; n++) expect(await guess()).toBe('invalid_input');
  expect(await guess()).toBe('too_many_attempts');
});

test('name and language of mail are one’s own to change; the name enters the record redactably', async () => {
  await access.updateOwnAccount(actor, { name: ' 陳小明 ', lang: 'en' });
  expect(await access.getOwnAccount(actor)).toMatchObject({ name: '陳小明', lang: 'en' });
  expect(await last()).toMatchObject({ type: 'account.renamed', committed: { name: '陳小明' } });
  await access.requestReset({ email: ming.email }, { ...here, lang: 'zh-tw' });
  expect(mail.letters.at(-1)?.subject).toBe('Choose a new password for Groundwork');
  expect(await code(access.updateOwnAccount(actor, { name: ' ' }))).toBe('invalid_input');
  await access.updateOwnAccount(actor, { lang: null });
  expect((await access.getOwnAccount(actor)).lang).toBeNull();
});

test('guests have a name, but no password, no address and no link', async () => {
  const guest = await storage.write((unit) => access.createGuest(unit, { name: 'Lim' }));
  const asGuest: Actor = { kind: 'person', person: guest, via: { kind: 'session', id: 'x' } };
  await access.updateOwnAccount(asGuest, { name: 'Lim Bee' });
  expect((await access.getOwnAccount(asGuest)).name).toBe('Lim Bee');
  const passwords = { current: 'x', password: 'long enough' };
  expect(await code(access.changePassword(asGuest, passwords, here))).toBe('forbidden');
  expect(await code(access.requestConfirmation(asGuest, here))).toBe('forbidden');
  expect(await code(access.changeEmail(asGuest, { email: 'a@b.tw', password: 'x' }, here))).toBe('forbidden');
  expect(await code(access.makeResetLink(system, guest.id))).toBe('conflict');
  expect(await code(access.getOwnAccount(anonymous))).toBe('not_signed_in');
});
