import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { tls } from '../support/smtp/certificate.ts';
import { startSmtp, type Post, type RunningSmtp } from '../support/smtp/smtp.ts';
import { beSomebody, joinWithAccount, makePlace, signInAgain, type Place } from './support/joining.ts';
import { startServer, type RunningServer, type World } from './support/server.ts';
import { axe, expect, inLanguage, test } from './support/test.ts';
import { openToWrite } from './support/writing.ts';

const login = { user: 'groundwork', pass: 'a mail password' };
const password = 'a few words to remember';
const fresh = 'other words than before';
let smtp: RunningSmtp;
let server: RunningServer & { world: World };
let place: Place;
let folder: string;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'groundwork-mail-'));
  const trusted = join(folder, 'trusted.pem');
  await writeFile(trusted, tls.cert);
  smtp = await startSmtp({ login, tls });
  const port = await freePort();
  server = (await startServer({
    seeded: true,
    port,
    env: {
      ORIGIN: `http://127.0.0.1:${port}`,
      SMTP_URL: `smtp://${login.user}:${encodeURIComponent(login.pass)}@localhost:${smtp.port}`,
      MAIL_FROM: '打底 <groundwork@example.org>',
      NODE_EXTRA_CA_CERTS: trusted
    }
  })) as typeof server;
  place = await makePlace(server, { programme: 'Ways back in', brief: 'Brief' });
});
test.afterAll(async () => {
  await server?.stop();
  await smtp?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise<void>((done) => void probe.close(() => done()));
  if (!address || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}

let count = 0;
async function newcomer(name = '陳明') {
  const email = `person-${++count}-${test.info().project.name}@example.org`;
  const joined = await joinWithAccount(server, place.invitation, { name, email, password });
  return { ...joined, email };
}

async function browse(
  browser: Browser,
  {
    locale = 'en',
    cookie,
    noScript = false
  }: { locale?: 'en' | 'zh-tw'; cookie?: { name: string; value: string }; noScript?: boolean } = {}
): Promise<{ context: BrowserContext; page: Page }> {
  const { viewport, isMobile, hasTouch } = test.info().project.use;
  const options = { viewport, isMobile, hasTouch, baseURL: server.url, javaScriptEnabled: !noScript };
  const context = await browser.newContext(options);
  await inLanguage(context, server.url, locale);
  if (cookie) await beSomebody(context, server, cookie);
  return { context, page: await context.newPage() };
}

const linkIn = (post: Post, path: string) =>
  new RegExp(`http://127\\.0\\.0\\.1:\\d+/${path}/[\\w-]{43}`).exec(post.text)?.[0] ?? 'no link';
const to = (email: string, subject: RegExp) => (post: Post) =>
  post.to.includes(email) && subject.test(post.subject);

for (const noScript of [false, true]) {
  test(`a forgotten password: from the sign-in page through the mail to signed in${noScript ? ', without JavaScript' : ''}`, async ({
    browser
  }) => {
    const person = await newcomer();
    const old = await browse(browser, { cookie: person.cookie });
    const { context, page } = await browse(browser, { locale: 'zh-tw', noScript });
    await page.goto('/sign-in');
    await page.getByRole('link', { name: '忘記密碼？' }).click();
    // The page before has a field of the same name.
    await expect(page).toHaveURL(/forgot-password/);
    await page.getByLabel('電子郵件').fill(person.email);
    await page.getByRole('button', { name: '寄出連結' }).click();
    await expect(page.getByText('請查看信箱')).toBeVisible();
    const post = await smtp.next(to(person.email, /重設你在打底的密碼/));
    expect(post.secure).toBe(true);
    expect(post.text).toContain('陳明，你好');

    await page.goto(linkIn(post, 'reset-password'));
    expect(await page.evaluate(() => document.querySelectorAll('a[href^="http"], img, iframe').length)).toBe(
      0
    );
    await page.getByLabel('新密碼').fill('short');
    await page.getByLabel('新密碼').evaluate((input) => input.removeAttribute('minlength'));
    await page.getByRole('button', { name: '設定密碼並登入' }).click();
    await expect(page.getByText('至少要 10 個字。')).toBeVisible();
    await page.getByLabel('新密碼').fill(fresh);
    await page.getByRole('button', { name: '設定密碼並登入' }).click();
    await expect(page).toHaveURL(/\/account/);
    await expect(page.getByText('密碼已設定')).toBeVisible();
    // Opening the mailed link proved the address too.
    await expect(page.getByText('已確認', { exact: true })).toBeVisible();
    await smtp.next(to(person.email, /密碼已經變更/));

    await old.page.goto('/account');
    await expect(old.page).toHaveURL(/\/sign-in/);
    await page.goto(linkIn(post, 'reset-password'));
    await expect(page.getByText('這個連結已經用過或過期了，請重新索取。')).toBeVisible();
    await context.close();
    await old.context.close();
  });
}

test('whether an address is known is told by neither words, status nor mail', async ({ browser }) => {
  const person = await newcomer();
  const { context, page } = await browse(browser);
  const answers: string[] = [];
  for (const email of [person.email, 'nobody@example.org']) {
    await page.goto('/forgot-password');
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await expect(page.getByText('Look at your mail')).toBeVisible();
    answers.push((await page.locator('main').innerText()).replace(email, '…'));
  }
  expect(answers[1]).toBe(answers[0]);
  await smtp.next(to(person.email, /new password/));
  expect(smtp.posts.some((post) => post.to.includes('nobody@example.org'))).toBe(false);
  await context.close();
});

test('an address is confirmed by a button, not by opening the link, and changed the same way', async ({
  browser
}) => {
  const person = await newcomer();
  const { context, page } = await browse(browser, { cookie: person.cookie });
  const first = await smtp.next(to(person.email, /確認|Confirm/));
  await page.request.get(linkIn(first, 'confirm-email'));
  await page.goto('/account');
  await expect(page.getByText('not confirmed')).toBeVisible();
  await page.goto(linkIn(first, 'confirm-email'));
  await page.getByRole('button', { name: 'Yes, it is mine' }).click();
  await page.getByRole('link', { name: 'To your account' }).click();
  await expect(page.getByText('confirmed', { exact: true })).toBeVisible();

  const next = `new-${person.email}`;
  await page.getByText('Use another address').click();
  await page.getByLabel('New address').fill(next);
  await page.getByLabel('Current password').first().fill('not this one');
  await page.getByRole('button', { name: 'Change the address' }).click();
  await expect(page.getByText('This is not your current password.')).toBeVisible();
  await expect(page.getByLabel('New address')).toHaveValue(next);
  await page.getByLabel('Current password').first().fill(password);
  await page.getByRole('button', { name: 'Change the address' }).click();
  await expect(page.getByText(`We sent a link to ${next}.`)).toBeVisible();
  const second = await smtp.next(to(next, /Confirm/));
  await page.goto(linkIn(second, 'confirm-email'));
  await page.getByRole('button', { name: 'Yes, it is mine' }).click();
  await expect(page.getByText(`${next} is the address of your account.`)).toBeVisible();
  await smtp.next(to(person.email, /another e-mail address/));
  await context.close();
});

test('of two sessions one ends the other, whose open brief is told', async ({ browser }) => {
  const person = await newcomer('Two Desks');
  const far = await browse(browser, { cookie: await signInAgain(server, person.email, password) });
  await openToWrite(far.page, place.path);
  const near = await browse(browser, { cookie: person.cookie });
  await near.page.goto('/account');
  const rows = near.page.getByRole('listitem').filter({ has: near.page.getByText('signed in') });
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('this one');
  await expect
    .poll(async () => {
      await near.page.reload();
      return rows.last().innerText();
    })
    .toContain('Chrome on');
  await near.page.getByRole('button', { name: /^Sign out Chrome on/ }).click();
  await expect(near.page.getByText('That device was signed out.')).toBeVisible();
  await expect(rows).toHaveCount(1);
  await expect(far.page.getByText(/You are signed out\./).first()).toBeVisible({ timeout: 1500 });
  const line = far.page.locator('.saved-words');
  await expect(line.locator('.words'), 'nothing waits').toHaveText('You are signed out.');
  await line.getByRole('link', { name: 'Sign in' }).click();
  await far.page.getByLabel('E-mail').fill(person.email);
  await far.page.getByLabel('Password').fill(password);
  await far.page.getByRole('button', { name: 'Sign in' }).click();
  await expect(far.page).toHaveURL(server.url + place.path);
  await far.context.close();
  await near.context.close();
});

test('a password is changed by who knows it', async ({ browser }) => {
  const person = await newcomer();
  const other = await browse(browser, { cookie: await signInAgain(server, person.email, password) });
  const { context, page } = await browse(browser, { cookie: person.cookie });
  await page.goto('/account');
  await page.getByText('Change the password').click();
  await page.getByLabel('Current password').last().fill(password);
  await page.getByLabel('New password').fill(fresh);
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await expect(page.getByText('Your password was changed')).toBeVisible();
  await smtp.next(to(person.email, /changed/));
  await other.page.goto('/account');
  await expect(other.page).toHaveURL(/\/sign-in/);
  await signInAgain(server, person.email, fresh);
  await context.close();
  await other.context.close();
});

test('an admin hands over a link; suspends, and an open brief closes; lets in again', async ({ browser }) => {
  const person = await newcomer('Handed Over');
  const desk = await browse(browser, { cookie: server.world.cast.admin.cookie });
  const { page } = desk;
  await page.goto('/');
  await page.getByText('Your menu').locator('..').click();
  await page.getByRole('link', { name: 'All accounts' }).click();
  await page.getByLabel('Name or e-mail').fill(person.email.toUpperCase());
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: 'Handed Over' }).click();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
  expect(await axe(page)).toEqual([]);

  const owner = await browse(browser, { cookie: person.cookie });
  await openToWrite(owner.page, place.path);
  const phone = await browse(browser);
  await phone.page.goto(link);
  await phone.page.getByLabel('New password').fill(fresh);
  await phone.page.getByRole('button', { name: 'Set the password and sign in' }).click();
  await expect(phone.page).toHaveURL(/\/account/);
  await expect(owner.page.getByText(/You are signed out\./).first()).toBeVisible({ timeout: 1500 });

  await openToWrite(phone.page, place.path);
  await page.reload();
  await page.getByLabel('Reason').fill('Advertising');
  await page.getByRole('button', { name: 'Suspend' }).click();
  await expect(page.getByText('Handed Over is suspended.')).toBeVisible();
  await expect(phone.page.getByText(/You are signed out\./).first()).toBeVisible({ timeout: 1500 });
  // Whoever goes on from the open page is a stranger, also in the header.
  await phone.page.getByText('Your menu').locator('..').click();
  await phone.page.getByRole('link', { name: 'Account', exact: true }).click();
  await expect(phone.page).toHaveURL(/\/sign-in/);
  await expect(phone.page.getByText('Your menu')).toHaveCount(0);
  await phone.page.goto('/sign-in');
  await phone.page.getByLabel('E-mail').fill(person.email);
  await phone.page.getByLabel('Password').fill(fresh);
  await phone.page.getByRole('button', { name: 'Sign in' }).click();
  await expect(phone.page.getByText('This account has been suspended.')).toBeVisible();
  await page.getByRole('button', { name: 'Let this account in again' }).click();
  await expect(page.getByText('Handed Over can sign in again.')).toBeVisible();
  await phone.page.getByLabel('Password').fill(fresh);
  await phone.page.getByRole('button', { name: 'Sign in' }).click();
  await expect(phone.page).toHaveURL(`${server.url}/`);
  for (const { context } of [desk, owner, phone]) await context.close();
});

test('who may not see a page is told whom to ask, and to sign in only when they are not', async ({
  browser,
  seededServer
}) => {
  const person = await newcomer();
  const { context, page } = await browse(browser, { cookie: person.cookie });
  await page.goto('/admin/accounts');
  await expect(page.getByText('Ask the people who run this site')).toBeVisible();
  await expect(page.locator('main')).not.toContainText('facilitator');
  await page.goto('/no-such-page');
  await expect(page.getByText('The address may be mistyped')).toBeVisible();
  await expect(page.locator('main')).not.toContainText(/sign in/i);
  await page.goto('/reset-password/nothing');
  await expect(page.getByRole('link', { name: 'Ask for a new link' })).toBeVisible();
  // That site sends no mail, so nobody can have a link sent to themselves.
  await page.goto(`${seededServer.url}/reset-password/nothing`);
  await expect(page.getByText('Ask the people who run this site for a new one.')).toBeVisible();
  await expect(page.locator('main').getByRole('link')).toHaveText(['Home']);
  const desk = await browse(browser, { cookie: server.world.cast.admin.cookie });
  await desk.page.goto('/admin');
  await expect(desk.page).toHaveURL(/\/admin\/accounts$/);
  await context.close();
  await desk.context.close();
});
