import { resolve } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import type { Page } from '@playwright/test';
import {
  asPart,
  beSomebody,
  committedText,
  done,
  headerOf,
  joinAsGuest,
  joinWithAccount,
  makePlace,
  type OpenInvitation
} from './support/joining.ts';
import type { RunningServer, World } from './support/server.ts';
import { expect, inLanguage, signInAs, test } from './support/test.ts';
import { openToWrite, savedWords } from './support/writing.ts';

type Server = RunningServer & { world: World };

const languages = [
  {
    locale: 'en',
    unknownLink: [
      'We do not know this link',
      'Check that it was copied in full, or ask the facilitator for a new one.'
    ],
    endedLink: ['This invitation has ended', 'Ask the facilitator for a new link.'],
    emailTaken: 'There is already an account with this e-mail address. Sign in with it instead.',
    wrongPassword: 'That e-mail address and password do not go together. Check both and try again.',
    look: 'Something in the form needs another look.',
    limit: (n: number) => `Please use at most ${n} characters.`,
    pasteTooLong:
      /^That is more than [\d,]+ characters at once\. Nothing was changed\. Paste it in smaller parts\.$/,
    labels: { name: 'Name', yourName: 'Your name', email: 'E-mail', password: 'Password', title: 'Title' },
    buttons: {
      signUp: 'Create the account',
      signIn: 'Sign in',
      join: 'Join and write',
      programme: 'Create programme'
    }
  },
  {
    locale: 'zh-tw',
    unknownLink: ['查無這個連結', '請確認連結是否完整，或向引導者索取新的連結。'],
    endedLink: ['這個邀請已失效', '請向引導者索取新的連結。'],
    emailTaken: '這個電子郵件已經有帳號了，請直接登入。',
    wrongPassword: '電子郵件和密碼對不起來，請檢查後再試一次。',
    look: '表單裡有些地方要再看一下。',
    limit: (n: number) => `最多 ${n} 個字。`,
    pasteTooLong: /^一次貼上超過 [\d,]+ 個字，內文沒有變動。請分段貼上。$/,
    labels: { name: '姓名', yourName: '你的姓名', email: '電子郵件', password: '密碼', title: '名稱' },
    buttons: { signUp: '建立帳號', signIn: '登入', join: '加入並開始寫', programme: '建立計畫' }
  }
] as const;

/** Exactly one thing is said, in a person's words: no code, no stack. */
async function saysOnly(page: Page, sentence: string | RegExp): Promise<void> {
  const said = page.locator('[role="alert"]:visible');
  await expect(said).toHaveCount(1);
  await expect(said).toHaveText(sentence);
  await expect(page.locator('main')).not.toContainText(/\bat \S+ \(|[a-z]+_[a-z]+|node:|Error:/);
}

/** The page says that the link does not work, and nothing of our insides. */
async function showsEnd(
  page: Page,
  server: Server,
  secret: string,
  status: number,
  words: readonly string[]
) {
  const answer = await page.goto(`${server.url}/j/${secret}`);
  expect(answer?.status()).toBe(status);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words[0]!);
  await expect(page.locator('main p').first()).toHaveText(words[1]!);
  await expect(page.locator('main')).not.toContainText(/\bat \S+ \(|[a-z]+_[a-z]+|\b4\d\d\b/);
  await expect(page.locator('form[method="POST"][action^="?/"]')).toHaveCount(0);
}

/** Lets the days of a link run out, without waiting for them. */
async function expire(server: Server, invitation: OpenInvitation): Promise<void> {
  expect(await runOut(server, [Date.now() - 1000, invitation.id])).toBe(1);
}

async function runOut({ databaseUrl, dataDir }: Server, values: [number, string]): Promise<number | null> {
  const update = (first: string, second: string) =>
    `update invitation set expires_at = ${first} where id = ${second}`;
  if (!databaseUrl) {
    const file = new Database(resolve(dataDir, 'groundwork.db'), { fileMustExist: true });
    const { changes } = file.prepare(update('?', '?')).run(...values);
    file.close();
    return changes;
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rowCount } = await client.query(update('$1', '$2'), values);
  await client.end();
  return rowCount;
}

for (const said of languages) {
  test.describe(`in ${said.locale}`, () => {
    test.beforeEach(({ context, seededServer }) => inLanguage(context, seededServer.url, said.locale));

    test('an unknown, an ended and an expired link each say so', async ({ page, seededServer }) => {
      const server = seededServer;
      await showsEnd(page, server, 'no-such-link-was-ever-made', 404, said.unknownLink);
      await showsEnd(page, server, '%F0%9F%8C%8A', 404, said.unknownLink);
      const ended = await makePlace(server, { programme: 'Ended', brief: 'Ended' });
      await done(asPart(server, 'facilitator')('DELETE', `/invitations/${ended.invitation.id}`));
      await showsEnd(page, server, ended.invitation.secret, 410, said.endedLink);
      const expired = await makePlace(server, { programme: 'Expired', brief: 'Expired' });
      await expire(server, expired.invitation);
      await showsEnd(page, server, expired.invitation.secret, 410, said.endedLink);
      await expect(joinAsGuest(server, expired.invitation, { name: 'Late' })).rejects.toThrow('answered 410');
    });

    test('an e-mail address that has an account is refused; what was typed stays', async ({
      page,
      seededServer
    }) => {
      const { invitation } = await makePlace(seededServer, { programme: 'Twice', brief: 'Twice' });
      const email = `twice-${said.locale}-${test.info().project.name}@example.org`;
      const password = 'a few words to remember';
      await joinWithAccount(seededServer, invitation, { name: 'First', email, password });
      await page.goto(`/sign-up?invitation=${invitation.secret}`);
      await page.getByLabel(said.labels.name, { exact: true }).fill('Second 第二位');
      await page.getByLabel(said.labels.email).fill(email.toUpperCase());
      await page.getByLabel(said.labels.password).fill(password);
      await page.getByRole('button', { name: said.buttons.signUp }).click();
      await saysOnly(page, said.emailTaken);
      await expect(page.getByLabel(said.labels.name, { exact: true })).toHaveValue('Second 第二位');
      await expect(page.getByLabel(said.labels.email)).toHaveValue(email.toUpperCase());
      expect(await page.content()).not.toContain(password);
      // Without our scripts the page is new, and the password must not come back in it.
      const plain = await fetch(`${seededServer.url}/sign-up?invitation=${invitation.secret}`, {
        method: 'POST',
        headers: { accept: 'text/html', origin: seededServer.url },
        body: new URLSearchParams({ name: 'Second', email, password })
      });
      const html = await plain.text();
      expect(html).toContain(email);
      expect(html).not.toContain(password);
    });

    test('a wrong password is told without saying which of the two is wrong', async ({ page, world }) => {
      await page.goto('/sign-in');
      for (const email of [world.cast.facilitator.email!, 'nobody-at-all@example.org']) {
        await page.getByLabel(said.labels.email).fill(email);
        await page.getByLabel(said.labels.password).fill('not the password');
        await page.locator('main').getByRole('button', { name: said.buttons.signIn }).click();
        await saysOnly(page, said.wrongPassword);
        await expect(page.getByLabel(said.labels.email)).toHaveValue(email);
      }
    });

    test('names and titles of 200 characters are kept, and the limit is said', async ({
      page,
      context,
      seededServer
    }) => {
      const long = '長名'.repeat(50) + 'x'.repeat(100);
      const { invitation } = await makePlace(seededServer, { programme: 'Long', brief: 'Long' });
      const fieldSays = async (label: string, limit: number) => {
        await saysOnly(page, said.look);
        const field = page.getByLabel(label, { exact: true });
        await expect(field).toHaveValue(long);
        await expect(field).toHaveAttribute('aria-invalid', 'true');
        await expect(page.locator('.field-error')).toHaveText(said.limit(limit));
      };
      await page.goto(`/j/${invitation.secret}`);
      await page.getByLabel(said.labels.yourName, { exact: true }).fill(long);
      await page.getByRole('checkbox').check();
      await page.getByRole('button', { name: said.buttons.join }).click();
      await fieldSays(said.labels.yourName, 80);
      await expect(page.getByRole('checkbox')).toBeChecked();

      await page.goto(`/sign-up?invitation=${invitation.secret}`);
      await page.getByLabel(said.labels.name, { exact: true }).fill(long);
      await page.getByLabel(said.labels.email).fill('long@example.org');
      await page.getByLabel(said.labels.password).fill('a few words to remember');
      await page.getByRole('button', { name: said.buttons.signUp }).click();
      await fieldSays(said.labels.name, 80);

      await signInAs(context, seededServer, 'facilitator');
      await page.goto('/p/new');
      await page.getByLabel(said.labels.title, { exact: true }).fill(long);
      await page.locator('input[name="sector"][value="civil_society"]').check();
      await page.getByRole('button', { name: said.buttons.programme }).click();
      await fieldSays(said.labels.title, 120);
    });

    test('three million pasted characters are refused in one sentence and writing goes on', async ({
      page,
      context,
      seededServer
    }) => {
      const place = await makePlace(seededServer, { programme: 'Paste', brief: 'Paste' });
      const { cookie } = await joinAsGuest(seededServer, place.invitation, { name: 'Paster' });
      await beSomebody(context, seededServer, cookie);
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      const editor = await openToWrite(page, seededServer.url + place.path);
      await editor.locator('p').first().click();
      await page.keyboard.type('before ');
      await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');
      const before = await committedText(seededServer, place.brief);
      for (const type of ['text/plain', 'text/html'] as const) {
        await page.evaluate(async (as) => {
          const words = 'long '.repeat(600_000);
          const text = as === 'text/html' ? `<p>${words}</p>` : words;
          await navigator.clipboard.write([new ClipboardItem({ [as]: new Blob([text], { type: as }) })]);
        }, type);
        await page.keyboard.press('Control+V');
        await saysOnly(page, said.pasteTooLong);
        await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');
        expect(await committedText(seededServer, place.brief)).toBe(before);
        await page.keyboard.type('on ');
        await expect(page.locator('[role="alert"]:visible')).toHaveCount(0);
        await page.keyboard.press('Backspace');
        await page.keyboard.press('Backspace');
        await page.keyboard.press('Backspace');
        await expect.poll(() => committedText(seededServer, place.brief)).toBe(before);
      }
      await page.keyboard.type('after');
      await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');
      await expect.poll(() => committedText(seededServer, place.brief)).toContain('before after');
    });

    test('the API gives a stable code and a sentence in this language', async ({ seededServer }) => {
      const { url, world } = seededServer;
      const cookie = `${headerOf(world.cast.facilitator.cookie)}; PARAGLIDE_LOCALE=${said.locale}`;
      const send = (body: string, headers: Record<string, string> = {}) =>
        fetch(`${url}/api/v1/programmes`, {
          method: 'POST',
          headers: { cookie, origin: url, 'content-type': 'application/json', ...headers },
          body
        });
      const title = (text: string) =>
        JSON.stringify({ kind: 'hackathon', title: text, affiliation: { sector: 'technology' } });
      const refusals: [Response, number, string][] = [
        [await send(title('x'.repeat(3_000_000))), 413, 'too_large'],
        [await send('{"kind": '), 400, 'invalid_json'],
        [await send(title('Plain'), { 'content-type': 'text/plain' }), 415, 'unsupported_media_type'],
        [await send(title('Foreign'), { origin: 'https://elsewhere.example' }), 403, 'foreign_origin'],
        [await send(title('x'.repeat(200))), 400, 'invalid_input'],
        // What curl sends when nobody tells it otherwise.
        [
          await fetch(`${url}/api/v1/programmes`, {
            method: 'POST',
            headers: {
              authorization: `Bearer ${world.cast.facilitator.token}`,
              'accept-language': said.locale,
              'content-type': 'application/x-www-form-urlencoded'
            },
            body: title('By curl')
          }),
          415,
          'unsupported_media_type'
        ],
        [
          await fetch(`${url}/api/v1/invitations/no-such`, {
            method: 'DELETE',
            headers: { cookie, origin: url }
          }),
          404,
          'not_found'
        ]
      ];
      for (const [answer, status, code] of refusals) {
        expect({ status: answer.status, type: answer.headers.get('content-type') }).toEqual({
          status,
          type: 'application/problem+json'
        });
        const problem = (await answer.json()) as { code: string; detail: string; issues?: unknown[] };
        expect(problem.code).toBe(code);
        expect(/\p{Script=Han}/u.test(problem.detail), problem.detail).toBe(said.locale === 'zh-tw');
        if (code === 'invalid_input') {
          expect(problem.issues).toMatchObject([
            { field: 'title', reason: 'too_long', limit: 120, detail: said.limit(120) }
          ]);
        }
      }
    });
  });
}

test('a form that another site sends, or that comes from nowhere, is refused before anything is read', async ({
  seededServer
}) => {
  const { url, world } = seededServer;
  const foreign: Record<string, string>[] = [
    {},
    { origin: 'https://elsewhere.example' },
    { 'sec-fetch-site': 'cross-site', origin: url }
  ];
  for (const headers of foreign) {
    const answer = await fetch(`${url}/account?/profile`, {
      method: 'POST',
      headers: { ...headers, cookie: headerOf(world.cast.facilitator.cookie) },
      body: new URLSearchParams({ name: 'Taken over' })
    });
    expect(answer.status, JSON.stringify(headers)).toBe(403);
  }
});

const html = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';
const names = {
  html: { typed: html, shown: html },
  emoji: { typed: '👩🏽‍🌾 Farida 🌊', shown: '👩🏽‍🌾 Farida 🌊' },
  // The override would turn the rest of the line around; the letters stay.
  arabic: { typed: 'ليلى \u202Eحسن\u202C \u2066(abc)\u2069', shown: 'ليلى حسن (abc)' }
} as const;

for (const [kind, { typed, shown }] of Object.entries(names)) {
  test(`${kind} in names, organisations, titles and labels is shown as text everywhere`, async ({
    browser,
    page,
    context,
    seededServer,
    isMobile
  }) => {
    const url = seededServer.url;
    const place = await makePlace(seededServer, { programme: typed, brief: typed, label: typed });
    const guest = await joinAsGuest(seededServer, place.invitation, { name: typed, organisation: typed });
    expect(guest.name).toBe(shown);
    const heard: string[] = [];
    const inert = async (on: Page) => {
      expect(await on.evaluate(() => (window as unknown as { hit?: number }).hit)).toBeUndefined();
      await expect(on.locator('img[src="x"], [onerror]')).toHaveCount(0);
      expect(await on.evaluate(() => document.documentElement.outerHTML.includes('\u202E'))).toBe(false);
      const overflow = await on.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth
      );
      expect(overflow, `${on.url()} is wider than its screen`).toBeLessThanOrEqual(0);
    };
    page.on('dialog', (dialog) => (heard.push(dialog.message()), void dialog.dismiss()));
    page.on('pageerror', (error) => heard.push(error.message));
    await signInAs(context, seededServer, 'facilitator');

    await page.goto(`${url}/p/${place.programme}/people`);
    await expect(page.locator('.member').filter({ hasText: shown })).toHaveCount(1);
    await expect(page.locator('.member').filter({ hasText: shown }).locator('.facts')).toContainText(shown);
    await expect(page.locator('.invitation .facts')).toContainText(shown);
    await inert(page);

    await page.goto(`${url}/p/${place.programme}/record`);
    await expect(page.locator('main')).toContainText(shown);
    await inert(page);

    await page.goto(`${url}/p/${place.programme}/invitations/${place.invitation.id}`);
    await expect(page.locator('.sheet .title')).toHaveText(shown);
    await inert(page);

    await page.goto(`${url}/p/${place.programme}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(shown);
    await inert(page);

    const editor = await openToWrite(page, url + place.path);
    const guestContext = await browser.newContext({
      locale: 'en-GB',
      ...(isMobile ? { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } : {})
    });
    await beSomebody(guestContext, seededServer, guest.cookie);
    const guestPage = await guestContext.newPage();
    guestPage.on('dialog', (dialog) => (heard.push(dialog.message()), void dialog.dismiss()));
    const theirs = await openToWrite(guestPage, url + place.path);
    await theirs.locator('p').first().click();
    await guestPage.keyboard.type(`${kind} `);
    await expect(editor).toContainText(kind);
    await expect(editor.locator('.caret-label bdi')).toHaveText(shown);
    await expect(page.locator('.people li').filter({ hasText: shown }).first()).toHaveCount(1);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(shown);
    await inert(page);
    await inert(guestPage);

    await expect(savedWords(guestPage)).toHaveAttribute('data-state', 'saved');
    await page.reload();
    await expect(page.locator('.people bdi').filter({ hasText: shown }).first()).toHaveCount(1);
    await inert(page);
    expect(heard).toEqual([]);
    await guestContext.close();
  });
}

test('somebody with two windows open is at the table once', async ({ context, page, seededServer }) => {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  const place = await makePlace(seededServer, { programme: 'Twice here', brief: 'Twice here' });
  await signInAs(context, seededServer, 'facilitator');
  await openToWrite(page, seededServer.url + place.path);
  const second = await context.newPage();
  const editor = await openToWrite(second, seededServer.url + place.path);
  await editor.locator('p').first().click();
  await second.keyboard.type('from the second window');
  await expect(page.locator('article')).toContainText('from the second window');
  await expect(page.locator('.people').first()).toContainText('Only you, so far.');
  expect(faults).toEqual([]);
});
