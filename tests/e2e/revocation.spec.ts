import { writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import {
  asPart,
  beSomebody,
  committedText,
  done,
  headerOf,
  joinAsGuest,
  joinWithAccount,
  makePlace,
  signInAgain,
  type Joined,
  type Place
} from './support/joining.ts';
import { startServer, type RunningServer, type World } from './support/server.ts';
import { expect, inLanguage, signInAs, test } from './support/test.ts';
import { enterTunnel, leaveTunnel, openToWrite, savedWords } from './support/writing.ts';

type Server = RunningServer & { world: World };
type Locale = 'en' | 'zh-tw';
type Seat = { context: BrowserContext; page: Page };

const PROMISED = 1000;
const password = 'a few words to remember';
const desktop = { viewport: { width: 1280, height: 900 } };
let server: Server;

// A right that is taken is told by words, whether or not something was under way in that moment.
const words = {
  noRight: {
    en: /You may no longer edit this text\./,
    'zh-tw': /你已不能編輯這份內容[，。]/
  },
  signedOut: { en: /^You are signed out\.( What you wrote last .*)?$/, 'zh-tw': /^你已登出。(最後寫的.*)?$/ }
} as const;

test.beforeAll(async () => {
  const preload = resolve(import.meta.dirname, 'support/suspending.ts');
  server = (await startServer({ seeded: true, env: { NODE_OPTIONS: `--import=${preload}` } })) as Server;
});
test.afterAll(() => server?.stop());

async function sit(
  browser: Browser,
  locale: Locale,
  cookie?: { name: string; value: string }
): Promise<Seat> {
  const { viewport, isMobile, hasTouch } = test.info().project.use;
  const context = await browser.newContext({ locale: 'en-GB', viewport, isMobile, hasTouch });
  await inLanguage(context, server.url, locale);
  if (cookie) await beSomebody(context, server, cookie);
  return { context, page: await context.newPage() };
}

/** Notes in the page when each state of saving was first shown, since asking from here would measure the asking. */
async function noteStates(page: Page): Promise<void> {
  await page.locator('.saved-words').evaluate((line) => {
    const noted: { state: string; at: number }[] = [];
    Object.assign(window, { noted });
    new MutationObserver(() => noted.push({ state: line.dataset.state ?? '', at: Date.now() })).observe(
      line as HTMLElement,
      { attributes: true, attributeFilter: ['data-state'] }
    );
  });
}

async function shownAt(page: Page, states: readonly string[]): Promise<number> {
  const handle = await page.waitForFunction(
    (wanted) =>
      (window as unknown as { noted: { state: string; at: number }[] }).noted.find(({ state }) =>
        wanted.includes(state)
      )?.at,
    states
  );
  return (await handle.jsonValue())!;
}

function keepTyping(page: Page, text: string): { stop(): Promise<void> } {
  let isTyping = true;
  const typing = (async () => {
    while (isTyping) await page.keyboard.type(text, { delay: 15 });
  })();
  return {
    async stop() {
      isTyping = false;
      await typing;
    }
  };
}

const hereNow = (page: Page) =>
  page
    .locator('.people section')
    .filter({ has: page.locator('h3', { hasText: /Here now|現在在場|正在/ }) })
    .first()
    .locator('ul');

function measured(what: string, milliseconds: number): void {
  test.info().annotations.push({ type: what, description: `${milliseconds} ms` });
  console.log(`${what}: ${milliseconds} ms`);
  expect(milliseconds, `${what} took ${milliseconds} ms`).toBeLessThanOrEqual(PROMISED);
}

/** What is told, and how the right is taken; resolves with the moment the command was answered. */
type Taking = {
  what: string;
  locale: Locale;
  words: keyof typeof words;
  needsAccount?: boolean;
  take(place: Place, person: Joined & { email: string }, browser: Browser): Promise<number>;
};

async function answered(answer: Promise<unknown>): Promise<number> {
  await answer;
  return Date.now();
}

const facilitator = (method: string, path: string, json?: unknown) =>
  answered(done(asPart(server, 'facilitator')(method, path, json)));

const takings: Taking[] = [
  ...(['commenter', 'observer'] as const).flatMap((role) =>
    (['en', 'zh-tw'] as const).map((locale): Taking => ({
      what: `the role becomes ${role}`,
      locale,
      words: 'noRight',
      take: ({ programme }, { id }) =>
        facilitator('PATCH', `/programmes/${programme}/members/${id}`, { role })
    }))
  ),
  {
    what: 'the membership is removed',
    locale: 'zh-tw',
    words: 'noRight',
    take: ({ programme }, { id }) => facilitator('DELETE', `/programmes/${programme}/members/${id}`)
  },
  {
    what: 'the invitation is ended with all who came by it',
    locale: 'en',
    words: 'noRight',
    take: ({ invitation }) => facilitator('DELETE', `/invitations/${invitation.id}?removeJoined=1`)
  },
  {
    what: 'the session is ended from another browser',
    locale: 'en',
    words: 'signedOut',
    needsAccount: true,
    async take(_place, { email }, browser) {
      const other = await sit(browser, 'en', await signInAgain(server, email, password));
      await other.page.goto(`${server.url}/account`);
      const answer = other.page.waitForResponse((response) => response.request().method() === 'POST');
      await other.page.getByRole('button', { name: 'Sign out everywhere else' }).click();
      const at = await answered(answer);
      await expect(other.page.getByText('You are now signed in only here.')).toBeVisible();
      await other.context.close();
      return at;
    }
  },
  {
    what: 'the account is suspended',
    locale: 'zh-tw',
    words: 'signedOut',
    needsAccount: true,
    async take(_place, { id }) {
      const note = join(server.dataDir, 'suspend');
      await writeFile(note, id);
      await expect.poll(() => existsSync(note), { intervals: [5] }).toBe(false);
      return Date.now();
    }
  }
];

let count = 0;
for (const { what, locale, words: told, needsAccount, take } of takings) {
  test(`${what} while somebody types: said within a second, in ${locale}`, async ({ browser }) => {
    test.setTimeout(90_000);
    const n = ++count;
    const place = await makePlace(server, { programme: `Rights ${n}`, brief: `Brief ${n}` });
    const email = `writer-${n}-${test.info().project.name}@example.org`;
    const name = `Writer ${n}`;
    const joined = needsAccount
      ? await joinWithAccount(server, place.invitation, { name, email, password })
      : await joinAsGuest(server, place.invitation, { name });
    const watcher = await sit(browser, 'en', server.world.cast.facilitator.cookie);
    const watched = await openToWrite(watcher.page, server.url + place.path);
    const writer = await sit(browser, locale, joined.cookie);
    const editor = await openToWrite(writer.page, server.url + place.path);
    await editor.locator('p').first().click();
    await writer.page.keyboard.type('early ', { delay: 10 });
    await expect(watched).toContainText('early');
    await expect(watched.locator('.caret', { hasText: name })).toHaveCount(1);
    await expect(hereNow(watcher.page)).toContainText(name);

    await noteStates(writer.page);
    const typing = keepTyping(writer.page, 'during ');
    await expect(watched).toContainText('during');
    const at = await take(place, { ...joined, email }, browser);
    const shown = await shownAt(writer.page, ['readonly', 'refused']);
    await typing.stop();
    measured(`${what} (${locale}): from the answer to the words`, Math.max(0, shown - at));
    await expect(savedWords(writer.page).locator('.words')).toHaveText(words[told][locale]);
    await expect(writer.page.locator('article [contenteditable="true"]')).toHaveCount(0);

    // Whatever is typed from now on stays out; the facilitator's own words show that the text went on.
    const before = await committedText(server, place.brief);
    await editor.locator('p').first().click();
    await writer.page.keyboard.type('TOO LATE', { delay: 10 });
    await watched.locator('p').last().click();
    await watcher.page.keyboard.type('fence', { delay: 10 });
    await expect(savedWords(watcher.page)).toHaveAttribute('data-state', 'saved');
    await expect.poll(() => committedText(server, place.brief)).toContain('fence');
    const after = await committedText(server, place.brief);
    expect(after.replace('fence', '')).toBe(before);
    await expect(watched).not.toContainText('TOO LATE');

    await expect(watched.locator('.caret', { hasText: name })).toHaveCount(0);
    await expect(hereNow(watcher.page).filter({ hasText: name })).toHaveCount(0);
    await writer.context.close();
    await watcher.context.close();
  });
}

test('what could not be sent is offered to copy when the right went in the meantime', async ({ browser }) => {
  test.setTimeout(90_000);
  for (const locale of ['en', 'zh-tw'] as const) {
    const place = await makePlace(server, { programme: `Tunnel ${locale}`, brief: 'Tunnel' });
    const joined = await joinAsGuest(server, place.invitation, { name: 'Tunnel writer' });
    const { context, page } = await sit(browser, locale, joined.cookie);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const editor = await openToWrite(page, server.url + place.path);
    await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');
    await enterTunnel(context);
    await editor.locator('p').first().click();
    await page.keyboard.type('only on this device', { delay: 10 });
    await expect(savedWords(page)).toHaveAttribute('data-state', 'kept', { timeout: 45_000 });
    await facilitator('PATCH', `/programmes/${place.programme}/members/${joined.id}`, { role: 'observer' });
    await leaveTunnel(context);
    await expect(savedWords(page)).toHaveAttribute('data-state', 'refused', { timeout: 45_000 });
    await expect(savedWords(page).locator('.words')).toHaveText(words.noRight[locale]);
    await page.getByRole('button', { name: locale === 'en' ? 'Copy your text' : '複製你的內容' }).click();
    await expect(page.getByText(locale === 'en' ? /^Copied\./ : /^已複製/).first()).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('only on this device');
    expect(await committedText(server, place.brief)).not.toContain('only on this device');
    await context.close();
  }
});

test('a revoked token ends the socket of a program within a second', async () => {
  const place = await makePlace(server, { programme: 'Token', brief: 'Token' });
  const { cookie } = await joinWithAccount(server, place.invitation, {
    name: 'Program’s owner',
    email: `token-${test.info().project.name}@example.org`,
    password
  });
  const own = (method: string, path: string, json?: unknown) =>
    done<{ id: string; secret: string }>(
      fetch(`${server.url}/api/v1${path}`, {
        method,
        headers: {
          cookie: headerOf(cookie),
          origin: server.url,
          ...(json ? { 'content-type': 'application/json' } : {})
        },
        ...(json ? { body: JSON.stringify(json) } : {})
      })
    );
  const token = await own('POST', '/tokens', { name: 'a program' });
  const { documents } = await done<{ documents: { text: string } }>(
    fetch(`${server.url}/api/v1/briefs/${place.brief}`, {
      headers: { authorization: `Bearer ${token.secret}` }
    })
  );
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${server.url.replace('http', 'ws')}/collab`, documents.text, doc, {
    params: { token: token.secret },
    disableBc: true
  });
  try {
    await new Promise<void>((synced) => provider.once('sync', () => synced()));
    const paragraph = doc.getXmlFragment('text').get(0) as Y.XmlElement;
    const inside = paragraph.get(0) as Y.XmlElement;
    inside.insert(0, [new Y.XmlText('by a program')]);
    await expect.poll(() => committedText(server, place.brief)).toContain('by a program');

    const closed = new Promise<{ code: number; at: number }>((told) =>
      provider.on('connection-close', (event) => told({ code: event?.code ?? 0, at: Date.now() }))
    );
    const at = await answered(own('DELETE', `/tokens/${token.id}`));
    const end = await closed;
    measured('the token is revoked: from the answer to the closed socket', Math.max(0, end.at - at));
    expect(end.code).toBe(4401);
    expect(provider.shouldConnect, 'a stock client does not try again').toBe(false);
    const answer = await fetch(`${server.url}/api/v1/me`, {
      headers: { authorization: `Bearer ${token.secret}` }
    });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'not_signed_in' });
  } finally {
    provider.destroy();
    doc.destroy();
  }
});

for (const locale of ['en', 'zh-tw'] as const) {
  test(`an observer is told when a programme becomes private, in ${locale}`, async ({ browser }) => {
    const place = await makePlace(server, { programme: `Closing ${locale}`, brief: 'Closing' });
    const watcher = await browser.newContext({ ...desktop });
    await signInAs(watcher, server, 'facilitator');
    const page = await watcher.newPage();
    const editor = await openToWrite(page, server.url + place.path);
    const reader = await sit(browser, locale);
    await reader.page.goto(server.url + place.path);
    const line = reader.page.locator('.state [role="status"]');
    await expect(line).toHaveAttribute('data-state', 'live');
    await editor.locator('p').first().click();
    await page.keyboard.type('public words', { delay: 10 });
    await expect(reader.page.locator('article')).toContainText('public words');

    await line.evaluate((element) => {
      new MutationObserver(() => {
        if ((element as HTMLElement).dataset.state === 'ended')
          Object.assign(window, { endedAt: Date.now() });
      }).observe(element, { attributes: true });
    });
    const at = await facilitator('PATCH', `/programmes/${place.programme}`, { visibility: 'private' });
    const handle = await reader.page.waitForFunction(
      () => (window as unknown as { endedAt?: number }).endedAt
    );
    measured(
      `public becomes private (${locale}): until the page says so`,
      Math.max(0, (await handle.jsonValue())! - at)
    );
    await expect(line).toHaveText(
      locale === 'en' ? /This text is no longer open to you\./ : /這份內容已不再開放給你/
    );
    await page.keyboard.type(' secret words', { delay: 10 });
    await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');
    await expect(reader.page.locator('article')).not.toContainText('secret words');
    const again = await reader.page.reload();
    expect(again?.status()).toBe(404);
    await expect(reader.page.getByRole('heading', { level: 1 })).toHaveText(
      locale === 'en' ? 'There is nothing here that you can see' : /看/
    );
    await expect(reader.page.locator('body')).not.toContainText('public words');
    await reader.context.close();
    await watcher.close();
  });
}
