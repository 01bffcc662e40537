import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newId, Problem } from '#lib/kernel/index.ts';
import { openStorage, type Storage } from '../../../tests/support/storage.ts';
import { anonymous, system, type Actor } from './index.ts';
import { accessService, type AccessService } from './index.server.ts';

let storage: Storage;
let access: AccessService;
beforeEach(async () => {
  storage = await openStorage();
  access = accessService({ ...storage, clock: Date.now, secureCookies: false });
});
afterEach(() => storage.close());

const ming = { name: '陳明', email: 'ming@example.tw', password: 'correct horse' };

const FAMILY = '👨‍👩‍👧‍👦';

async function refusal(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(
    () => new Error('was not refused'),
    (reason: unknown) => reason
  );
  if (error instanceof Problem) return error;
  throw error;
}

describe('a name', () => {
  test.each([
    ['with markup is kept as the text it is', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['in Arabic is kept', 'أمينة بن علي', 'أمينة بن علي'],
    ['of 50 family emoji counts what people see', FAMILY.repeat(50), FAMILY.repeat(50)],
    ['of 80 emoji just fits', '🚒'.repeat(80), '🚒'.repeat(80)],
    ['loses overrides that would reorder a line', 'Ann\u202Egnp.exe', 'Anngnp.exe'],
    ['is composed and trimmed', '  Jose\u0301  García ', 'José García'],
    ['of Han characters is kept', '林志明', '林志明']
  ])('%s', async (_, given, kept) => {
    const { account } = await access.signUp({ ...ming, name: given });
    expect(account.name).toBe(kept);
    expect((await access.people([account.id])).get(account.id)).toMatchObject({ name: kept, kind: 'full' });
  });

  test.each([
    ['of 200 characters', 'x'.repeat(200), 'too_long'],
    ['of 81 emoji', '🚒'.repeat(81), 'too_long'],
    ['of blanks', ' \u3000 ', 'required'],
    ['that is nothing but controls', '\u0000\u202E', 'required']
  ])('%s is refused with a reason', async (_, name, reason) => {
    const problem = await refusal(access.signUp({ ...ming, name }));
    expect(problem.code).toBe('invalid_input');
    expect(problem.issues[0]).toMatchObject({ field: 'name', reason });
    expect(await access.isSetUp()).toBe(false);
  });

  test('of a stacked-accent tower is refused though it is few characters', async () => {
    const problem = await refusal(access.signUp({ ...ming, name: `e${'\u0301'.repeat(5000)}` }));
    expect(problem.issues.map((issue) => issue.reason)).toContain('too_long');
  });
});

describe('an account', () => {
  test('has one e-mail address, however it is written', async () => {
    await access.signUp(ming);
    const problem = await refusal(access.signUp({ ...ming, email: ' MING@example.TW ' }));
    expect(problem.code).toBe('email_taken');
    expect((await access.findByEmail('Ming@Example.tw'))?.name).toBe('陳明');
    expect(await access.findByEmail('nobody@example.tw')).toBeNull();
  });

  test('is made once when two ask for the same address at once', async () => {
    const both = await Promise.allSettled([access.signUp(ming), access.signUp({ ...ming, name: 'Other' })]);
    expect(both.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await storage.journal.head('instance')).seq).toBe(1);
  });

  test.each([
    ['a short password', { ...ming, password: 'short' }, 'password', 'too_short'],
    ['a password without end', { ...ming, password: 'x'.repeat(201) }, 'password', 'too_long'],
    ['no password', { ...ming, password: '' }, 'password', 'required'],
    ['no address', { ...ming, email: 'ming' }, 'email', 'not_email'],
    [
      'an address with a line break',
      { ...ming, email: 'a@example.tw\nbcc: b@example.tw' },
      'email',
      'not_email'
    ],
    ['a field nobody asked for', { ...ming, isAdmin: true }, 'isAdmin', 'unknown']
  ])('is refused with %s', async (_, input, field, reason) => {
    const problem = await refusal(access.signUp(input));
    expect(problem.code).toBe('invalid_input');
    expect(problem.issues).toContainEqual(expect.objectContaining({ field, reason }));
  });

  test('is opened for others by the host and by admins only', async () => {
    const admin = await access.createAccount(system, { ...ming, isAdmin: true });
    const asAdmin: Actor = { kind: 'person', person: admin, via: { kind: 'session', id: 'x' } };
    const other = await access.createAccount(asAdmin, { ...ming, email: 'b@example.tw' });
    expect(other.isAdmin).toBe(false);
    const asOther: Actor = { kind: 'person', person: other, via: { kind: 'session', id: 'x' } };
    const again = { ...ming, email: 'c@example.tw' };
    expect((await refusal(access.createAccount(asOther, again))).code).toBe('forbidden');
    expect((await refusal(access.createAccount(anonymous, again))).code).toBe('not_signed_in');
  });

  test('leaves its name and address out of the chain, and the record can still show them', async () => {
    const { account } = await access.signUp(ming);
    const [event] = await storage.journal.listEvents('instance');
    expect(event).toMatchObject({ type: 'account.created', actor: account.id, committed: { name: '陳明' } });
    const { commitments, ...publicly } = event!.data!;
    expect(JSON.stringify(publicly)).toBe('{"admin":false}');
    expect(Object.keys(commitments as object)).toEqual(['email', 'name']);
  });

  test('stores its password as argon2id of 19 MiB and two passes', async () => {
    await access.signUp(ming);
    const row = await storage.connections.readerDb
      .selectFrom('account')
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(row.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(JSON.stringify(row)).not.toContain(ming.password);
  });

  test('that is suspended is out at once, everywhere', async () => {
    const admin: Actor = {
      kind: 'person',
      person: await access.createAccount(system, { ...ming, isAdmin: true }),
      via: { kind: 'session', id: 'x' }
    };
    const { account, cookie } = await access.signUp({ ...ming, email: 'b@example.tw' });
    const { secret } = await access.createToken(system, { name: 'cli', account: account.id });
    const { actor } = await access.authenticate({ cookie: cookie.value });
    storage.notices.length = 0;

    await access.suspendAccount(admin, account.id);

    expect(storage.notices).toContainEqual({ kind: 'rights', account: account.id });
    expect(await access.revalidate(actor)).toEqual(anonymous);
    expect((await access.authenticate({ cookie: cookie.value })).actor).toEqual(anonymous);
    expect((await access.authenticate({ bearer: secret })).actor).toEqual(anonymous);
    const signingIn = access.signIn({ email: 'b@example.tw', password: ming.password }, { address: 'a' });
    expect((await refusal(signingIn)).code).toBe('account_suspended');
    const guessing = access.signIn({ email: 'b@example.tw', password: 'something else' }, { address: 'a' });
    expect((await refusal(guessing)).code).toBe('wrong_credentials');
    // A session that was being made while the account was suspended is worth nothing.
    const late = await access.startSession(account.id);
    const id = createHash('sha256').update(late.value).digest('hex');
    expect(await access.revalidate({ ...actor, via: { kind: 'session', id } } as Actor)).toEqual(anonymous);
    expect((await access.authenticate({ cookie: late.value })).actor).toEqual(anonymous);
    expect((await refusal(access.suspendAccount(admin, admin.person.id))).code).toBe('conflict');
    expect((await refusal(access.suspendAccount(admin, newId()))).code).toBe('not_found');
    expect((await refusal(access.suspendAccount(actor, admin.person.id))).code).toBe('forbidden');
  });
});

describe('a guest', () => {
  test('becomes known inside the transaction in which they join, or not at all', async () => {
    const guest = await storage.write((unit) => access.createGuest(unit, { name: ' 阿美 ' }));
    expect(guest).toMatchObject({ name: '阿美', kind: 'guest', email: null, isAdmin: false });
    const failing = storage.write(async (unit) => {
      await access.createGuest(unit, { name: 'Nobody' });
      throw new Error('the rest failed');
    });
    await expect(failing).rejects.toThrow('the rest failed');
    expect((await storage.journal.head('instance')).seq).toBe(1);
    const cookie = await access.startSession(guest.id);
    expect((await access.authenticate({ cookie: cookie.value })).actor).toMatchObject({ person: guest });
  });

  test('has no tokens', async () => {
    const guest = await storage.write((unit) => access.createGuest(unit, { name: '阿美' }));
    const actor: Actor = { kind: 'person', person: guest, via: { kind: 'session', id: 'x' } };
    expect((await refusal(access.createToken(actor, { name: 'mine' }))).code).toBe('forbidden');
  });
});
