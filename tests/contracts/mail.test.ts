import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SmtpSettings } from '#lib/mail/index.ts';
import { mailService, type MailService } from '#lib/mail/index.server.ts';
import { startSmtp, type RunningSmtp, type SmtpBehaviour } from '../support/smtp/smtp.ts';
import { openStorage, type Storage } from '../support/storage.ts';

const MINUTE = 60_000;
const MORNING = Date.UTC(2027, 2, 6, 1);
let time: number;
let storage: Storage;
let smtp: RunningSmtp | undefined;
let mail: MailService | undefined;
const errors: unknown[] = [];

beforeEach(async () => {
  time = MORNING;
  errors.length = 0;
  storage = await openStorage(() => time);
});
afterEach(async () => {
  await mail?.close();
  await smtp?.stop();
  await storage.close();
  mail = smtp = undefined;
  expect(errors).toEqual([]);
});

const settingsFor = (port: number, changes: Partial<SmtpSettings> = {}): SmtpSettings => ({
  ...{ host: '127.0.0.1', port, secure: false, mustEncrypt: false, login: null },
  from: { name: '打底', address: 'groundwork@example.org' },
  ...changes
});

function serviceOn(port: number, changes: Partial<SmtpSettings> = {}): MailService {
  const { read, write, bus: notices } = storage;
  const clock = () => time;
  const onError = (error: unknown) => errors.push(error);
  const deps = { read, write, clock, notices, onError, smtp: settingsFor(port, changes) };
  const service = mailService(deps);
  posting = (letter) => write((unit) => service.post(unit, { ...hello, ...letter }));
  return service;
}

const hello = {
  to: 'ming@example.tw',
  subject: '重設打底的密碼',
  text: '陳明，你好：\n\n請打開這個連結：\nhttps://groundwork.example.org/reset/abc\n'
};
let posting: (letter?: Partial<typeof hello & { usefulUntil: number }>) => Promise<void>;

async function open(behaviour: SmtpBehaviour = {}, changes: Partial<SmtpSettings> = {}) {
  smtp = await startSmtp(behaviour);
  mail = serviceOn(smtp.port, changes);
  mail.start();
  return { smtp, mail };
}

const rows = () => storage.connections.readerDb.selectFrom('mail_outbox').selectAll().execute();
const settled = (fits: (row: Awaited<ReturnType<typeof rows>>[number]) => boolean) =>
  vi.waitFor(async () => {
    const found = (await rows()).find(fits);
    if (!found) throw new Error(`Not yet: ${JSON.stringify(await rows())}`);
    return found;
  }, 10_000);

/** Lets time pass and has the worker look, as its timer would. */
function later(ms: number): void {
  time += ms;
  mail?.wake();
}

test('a Chinese letter arrives as it was written, with the headers of a machine’s letter', async () => {
  const { smtp, mail } = await open();
  await posting();
  const post = await smtp.next(() => true);
  expect(post).toMatchObject({
    to: ['ming@example.tw'],
    from: { name: '打底', address: 'groundwork@example.org' },
    subject: hello.subject,
    date: MORNING
  });
  expect(post.text.trim()).toBe(hello.text.trim());
  const sent = await settled((row) => row.sent_at !== null);
  expect(post.messageId).toBe(`<${sent.id}@example.org>`);
  expect(post.headers['auto-submitted']).toBe('Auto-Submitted: auto-generated');
  expect(post.headers.subject).toMatch(/^[\x20-\x7e\r\n]+$/);
  expect(await mail.stats()).toEqual({ waiting: 0, givenUp: 0, sent: 1, failures: {} });
});

test('what was sent is forgotten at once, and its row after a week', async () => {
  const { mail } = await open();
  await posting();
  const sent = await settled((row) => row.sent_at !== null);
  expect(sent.body).toBeNull();
  expect(await mail.listUnsent()).toEqual([]);
  time += 8 * 24 * 60 * MINUTE;
  await mail.sweep();
  expect(await rows()).toEqual([]);
});

test('a letter rolled back with its cause is never sent', async () => {
  const { smtp, mail } = await open();
  const failing = storage.write(async (unit) => {
    await mail.post(unit, { ...hello, subject: 'never' });
    throw new Error('the cause failed');
  });
  await expect(failing).rejects.toThrow('the cause failed');
  await posting({ subject: 'after it' });
  await smtp.next(({ subject }) => subject === 'after it');
  expect(smtp.posts).toHaveLength(1);
});

test('it signs in where the server wants that, and a wrong password is tried again, not given up', async () => {
  const login = { user: 'post', pass: 'correct' };
  const { smtp } = await open({ login }, { login });
  await posting();
  await smtp.next(() => true);
  await mail!.close();
  mail = serviceOn(smtp.port, { login: { user: 'post', pass: 'wrong' } });
  mail.start();
  await posting({ subject: 'second' });
  const waiting = await settled((row) => row.last_error !== null);
  expect(waiting.last_error).toMatch(/^login /);
  expect(waiting.next_try_at).toBe(time + MINUTE);
  expect(JSON.stringify(await rows())).not.toContain('wrong');
});

test('a recipient that does not exist is given up at once, and admins can read why', async () => {
  const { mail } = await open({ refuses: ['gone@example.tw'] });
  await posting({ to: 'gone@example.tw' });
  await settled((row) => row.last_error !== null);
  expect(await mail.listUnsent()).toMatchObject([
    {
      ...{ to: 'gone@example.tw', subject: hello.subject, tries: 1, nextTryAt: null },
      failure: { kind: 'refused', reply: expect.stringContaining('No such mailbox') as string }
    }
  ]);
  expect((await rows())[0]?.body).toBeNull();
  expect(await mail.stats()).toMatchObject({ waiting: 0, givenUp: 1, failures: { refused: 1 } });
});

test('greylisting is waited out', async () => {
  const { smtp } = await open({ defers: 2 });
  await posting();
  const first = await settled((row) => row.last_error !== null);
  expect(first).toMatchObject({ tries: 1, next_try_at: time + MINUTE });
  expect(first.last_error).toMatch(/^deferred /);
  later(MINUTE);
  await settled((row) => Number(row.tries) === 2 && row.next_try_at === time + 5 * MINUTE);
  later(5 * MINUTE);
  await smtp.next(() => true);
  expect((await settled((row) => row.sent_at !== null)).tries).toBe(3);
});

test('a server that is down when a letter is written gets it when it is up again, also after our restart', async () => {
  smtp = await startSmtp();
  const { port } = smtp;
  await smtp.stop();
  mail = serviceOn(port);
  mail.start();
  await posting();
  expect((await settled((row) => row.last_error !== null)).last_error).toMatch(/^unreachable /);
  await mail.close();
  smtp = await startSmtp({ port });
  mail = serviceOn(port);
  time += MINUTE;
  mail.start();
  await smtp.next(({ subject }) => subject === hello.subject);
  await settled((row) => row.sent_at !== null);
});

test('a letter whose acceptance was not heard goes again under the same Message-ID', async () => {
  const { smtp: dying } = await open({ breaksOff: 1 });
  await posting();
  const first = await dying.next(() => true);
  await settled((row) => row.last_error !== null);
  smtp = await startSmtp({ port: dying.port });
  later(MINUTE);
  const second = await smtp.next(() => true);
  expect(second.messageId).toBe(first.messageId);
  await settled((row) => row.sent_at !== null);
});

test('two workers on one outbox send each letter once', async () => {
  const { smtp, mail: one } = await open();
  const post = posting;
  const two = serviceOn(smtp.port);
  two.start();
  for (let n = 0; n < 10; n++) await post({ subject: `letter ${n}` });
  one.wake();
  two.wake();
  await vi.waitFor(
    async () => expect((await rows()).filter((row) => row.sent_at === null)).toEqual([]),
    10_000
  );
  await two.close();
  expect(smtp.posts.map(({ subject }) => subject).sort()).toEqual(
    Array.from({ length: 10 }, (_, n) => `letter ${n}`)
  );
});

test('it gives up after two days of trying, and keeps the row for a month', async () => {
  smtp = await startSmtp();
  const { port } = smtp;
  await smtp.stop();
  mail = serviceOn(port);
  mail.start();
  await posting();
  for (let tries = 1; tries <= 9; tries++) {
    const row = await settled(
      ({ tries: made, last_error }) => Number(made) === tries && last_error !== null && true
    );
    await vi.waitFor(async () => expect((await rows())[0]!.next_try_at).not.toBe(time + 2 * MINUTE));
    if (tries < 9) later(Number((await rows())[0]!.next_try_at ?? row.next_try_at) - time);
  }
  const [row] = await rows();
  expect(row).toMatchObject({ tries: 9, next_try_at: null, body: null, sent_at: null });
  expect(time - MORNING).toBeGreaterThan(40 * 60 * MINUTE);
  time += 31 * 24 * 60 * MINUTE;
  await mail.sweep();
  expect(await rows()).toEqual([]);
});

test('a letter whose link has ended is not sent late', async () => {
  const { smtp } = await open({ defers: 1 });
  await posting({ usefulUntil: time + MINUTE });
  await settled((row) => row.last_error !== null);
  later(MINUTE);
  const given = await settled((row) => row.next_try_at === null);
  expect(given.last_error).toBe('late');
  expect(smtp.posts).toEqual([]);
});

test('no text becomes a header of its own', async () => {
  const { smtp } = await open();
  await posting({
    subject: 'Hello\r\nBcc: other@example.tw',
    text: '.\r\nRCPT TO:<other@example.tw>\r\n.\r\n'
  });
  const post = await smtp.next(() => true);
  expect(post.headers.bcc).toBeUndefined();
  expect(post.to).toEqual(['ming@example.tw']);
  expect(smtp.posts).toHaveLength(1);
});

test('a password never goes to a server that cannot encrypt, nor a letter to one whose certificate nobody vouches for', async () => {
  const login = { user: 'post', pass: 'correct' };
  const plain = await open({ login }, { login, mustEncrypt: true });
  await posting();
  await settled((row) => row.last_error !== null);
  expect(plain.smtp.posts).toEqual([]);
  await plain.mail.close();
  await plain.smtp.stop();
  const { tls } = await import('../support/smtp/certificate.ts');
  smtp = await startSmtp({ port: plain.smtp.port, login, tls });
  mail = serviceOn(plain.smtp.port, { login, mustEncrypt: true });
  mail.start();
  later(MINUTE);
  await settled((row) => Number(row.tries) === 2 && /^(tls|unreachable|other) /.test(row.last_error ?? ''));
  expect(smtp.posts).toEqual([]);
});
