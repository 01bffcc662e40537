import type { Browser, BrowserContext, Page } from '@playwright/test';
import { committedText } from './support/joining.ts';
import { startProxy, type Proxy } from './support/proxy.ts';
import { startServer, type Part, type RunningServer, type World } from './support/server.ts';
import { axe, expect, inLanguage, test } from './support/test.ts';
import { caretInSection, editorOf, openToWrite, savedWords, seeTheSame } from './support/writing.ts';

type Server = RunningServer & { world: World };
type Seat = { context: BrowserContext; page: Page };

// J2 as it is lived in a ministry: sockets are refused, and perhaps every answer is kept back until it is whole.
let server: Server;
test.beforeAll(async () => {
  server = (await startServer({ seeded: true })) as Server;
});
test.afterAll(() => server?.stop());

const path = () => `/p/${server.world.programmeId}/briefs/${server.world.briefId}`;
const words = {
  en: 'Live connections are blocked on this network. Your text travels a slower way and is saved just the same.',
  'zh-tw': '這個網路擋住了即時連線。內容會改用較慢的方式傳送，一樣會儲存。'
} as const;

async function sit(browser: Browser, origin: string, part: Part, locale: keyof typeof words): Promise<Seat> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  const { name, value } = server.world.cast[part].cookie;
  await context.addCookies([{ name, value, url: origin, httpOnly: true, sameSite: 'Lax' }]);
  await inLanguage(context, origin, locale);
  return { context, page: await context.newPage() };
}

const saved = (page: Page, timeout = 30_000) =>
  expect(savedWords(page)).toHaveAttribute('data-state', 'saved', { timeout });

const networks = [
  { name: 'a proxy that refuses sockets', buffersAnswers: false, tag: 'refused' },
  {
    name: 'a proxy that refuses sockets and keeps every answer until it is whole',
    buffersAnswers: true,
    tag: 'buffered'
  }
];

for (const { name, buffersAnswers, tag } of networks) {
  test(`H1, H13: people write one brief together through ${name}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const proxy = await startProxy(server.url, { buffersAnswers });
    const seats = await Promise.all([
      sit(browser, proxy.url, 'government', 'zh-tw'),
      sit(browser, proxy.url, 'business', 'en'),
      sit(browser, server.url, 'facilitator', 'en'),
      sit(browser, proxy.url, 'observer', 'en')
    ]);
    const [government, business, outside, observer] = seats as [Seat, Seat, Seat, Seat];
    const writers = [government, business, outside];
    try {
      for (const seat of writers) {
        const origin = seat === outside ? server.url : proxy.url;
        await openToWrite(seat.page, origin + path());
        await saved(seat.page);
      }
      expect(proxy.refused()).toBeGreaterThan(1);
      await expect(savedWords(government.page)).toContainText(words['zh-tw']);
      await expect(savedWords(business.page)).toContainText(words.en);
      await expect(savedWords(outside.page)).not.toContainText(words.en);
      expect(await axe(business.page)).toEqual([]);

      // Everybody at once, in one place: nothing is lost, and all see the same.
      const marks = [`${tag}-government`, `${tag}-business`, `${tag}-facilitator`];
      for (const { page } of writers) await caretInSection(page, '選項與取捨');
      await Promise.all(writers.map(({ page }, i) => page.keyboard.type(` ${marks[i]} `, { delay: 20 })));
      for (const { page } of writers) {
        for (const mark of marks) await expect(editorOf(page)).toContainText(mark);
        await saved(page);
      }
      await expect(government.page.locator('.caret-label').first()).toBeAttached();
      await observer.page.goto(proxy.url + path());
      await expect(editorOf(observer.page)).toHaveCount(0);
      for (const mark of marks) await expect(observer.page.locator('article')).toContainText(mark);

      await writeThroughPowerCut({ writer: business, other: outside, observer, proxy, tag, buffersAnswers });
      // The first line is a hint, in each reader's language.
      await seeTheSame(
        writers.map(({ page }) => page),
        1
      );
    } finally {
      await Promise.all(seats.map(({ context }) => context.close()));
      await proxy.stop();
    }
  });
}

/** Somebody types while the server is killed: what the words called saved is there, and what was not is sent later. */
async function writeThroughPowerCut(story: {
  writer: Seat;
  other: Seat;
  observer: Seat;
  proxy: Proxy;
  tag: string;
  buffersAnswers: boolean;
}): Promise<void> {
  const { writer, other, observer, proxy, tag, buffersAnswers } = story;
  const { page } = writer;
  await caretInSection(page, '資源與承諾');
  await page.keyboard.type(` ${tag}-before`, { delay: 20 });
  await saved(page);
  const typing = page.keyboard.type(` ${tag}-one ${tag}-two ${tag}-three`, { delay: 40 });
  await new Promise((later) => setTimeout(later, 500));
  await server.kill();
  await typing;
  await page.keyboard.type(` ${tag}-after`, { delay: 20 });
  await expect(savedWords(page)).toHaveAttribute('data-state', 'kept', { timeout: 30_000 });
  await expect(savedWords(page)).not.toContainText(words.en);
  // What is on disk before the writer can come back is at least what was called saved.
  proxy.cut(true);
  await server.restart();
  expect(await committedText(server, server.world.briefId)).toContain(`${tag}-before`);
  proxy.cut(false);
  await saved(page, 45_000);
  await expect(savedWords(page)).toContainText(words.en);
  const all = `${tag}-before ${tag}-one ${tag}-two ${tag}-three ${tag}-after`;
  await expect(editorOf(other.page)).toContainText(all, { timeout: 30_000 });
  // A reader's stream is kept back as well; the page itself is not.
  if (buffersAnswers) await observer.page.reload();
  await expect(observer.page.locator('article')).toContainText(all, { timeout: 30_000 });
  expect(await committedText(server, server.world.briefId)).toContain(all);
}

test('with five tabs open on one brief no page waits for a connection', async ({ browser }) => {
  test.setTimeout(120_000);
  const proxy = await startProxy(server.url, { buffersAnswers: false });
  const { context, page: first } = await sit(browser, proxy.url, 'government', 'en');
  try {
    const pages = [first];
    while (pages.length < 5) pages.push(await context.newPage());
    for (const page of pages) {
      await openToWrite(page, proxy.url + path());
      await saved(page);
    }
    for (const [i, page] of pages.entries()) {
      await page.bringToFront();
      await caretInSection(page, '範圍');
      await page.keyboard.type(` tab-${i}`, { delay: 15 });
      await saved(page, 10_000);
    }
    for (const page of pages) {
      for (let i = 0; i < 5; i++) await expect(editorOf(page)).toContainText(`tab-${i}`);
    }
    // The three oldest listen, the others look in; the rest of a browser's six are free.
    await expect.poll(() => proxy.open(), { timeout: 15_000 }).toBeLessThanOrEqual(4);
    const visitor = await context.newPage();
    await visitor.goto(`${proxy.url}/`);
  } finally {
    await context.close();
    await proxy.stop();
  }
});

test('when sockets pass again the text changes over by itself, and nothing is lost', async ({ browser }) => {
  test.setTimeout(90_000);
  const proxy = await startProxy(server.url, { buffersAnswers: false });
  const { context, page } = await sit(browser, proxy.url, 'business', 'en');
  try {
    await openToWrite(page, proxy.url + path());
    await saved(page);
    await expect(savedWords(page)).toContainText(words.en);
    await caretInSection(page, '範圍');
    await page.keyboard.type(' by-request', { delay: 15 });
    proxy.letSocketsPass();
    const opened = page.waitForEvent('websocket', { timeout: 30_000 });
    // Another network, as far as the browser can tell: it is tried again at once.
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await opened;
    await page.keyboard.type(' by-socket', { delay: 15 });
    await expect(savedWords(page)).not.toContainText(words.en, { timeout: 30_000 });
    await saved(page);
    expect(await committedText(server, server.world.briefId)).toContain('by-request by-socket');
  } finally {
    await context.close();
    await proxy.stop();
  }
});
