import type { Browser, BrowserContext, Page } from '@playwright/test';
import { countingProxy, type CountingProxy } from './support/countingProxy.ts';
import { asPart, beSomebody, done, joinAsGuest, makePlace, type Place } from './support/joining.ts';
import { expect, test } from './support/test.ts';
import type { RunningServer, World } from './support/server.ts';
import { editorOf } from './support/writing.ts';

type Server = RunningServer & { world: World };
/** One browser with three tabs, and the pass all its connections go through. */
type ThreeTabs = {
  context: BrowserContext;
  proxy: CountingProxy;
  reading: Page;
  record: Page;
  writing: Page;
};

// Over plain http only a machine's own names are a secure place; elsewhere the browser has no locks.
const hosts = { secure: '127.0.0.1', insecure: 'venue.test' } as const;

async function openThree(
  browser: Browser,
  server: Server,
  place: { read: Place; write: Place },
  host: string,
  cookie: { name: string; value: string }
): Promise<ThreeTabs> {
  const proxy = await countingProxy(server.url);
  const { viewport, isMobile, hasTouch } = test.info().project.use;
  const context = await browser.newContext({ locale: 'en-GB', viewport, isMobile, hasTouch });
  await beSomebody(context, { ...server, url: proxy.url(host) }, cookie);
  const open = async (path: string) => {
    const page = await context.newPage();
    await page.goto(proxy.url(host) + path);
    return page;
  };
  const reading = await open(place.read.path);
  const record = await open(`/p/${place.write.programme}/record`);
  const writing = await open(place.write.path);
  await expect(stateOf(reading)).toHaveAttribute('data-state', 'live');
  await expect(editorOf(writing)).toBeVisible();
  return { context, proxy, reading, record, writing };
}

const stateOf = (page: Page) => page.locator('.state [role="status"]');
const newEntries = (page: Page, count: number) =>
  page.getByText(count === 1 ? '1 new entry in the record' : `${count} new entries in the record`);

/** The facilitator does something that the record keeps. */
const act = (server: Server, { brief }: Place, summary: string) =>
  done(asPart(server, 'facilitator')('PATCH', `/briefs/${brief}`, { summary }));

/** Types into a brief as its facilitator would, from outside. */
async function writeInto(browser: Browser, server: Server, place: Place) {
  const context = await browser.newContext();
  await beSomebody(context, server, server.world.cast.facilitator.cookie);
  const page = await context.newPage();
  await page.goto(server.url + place.path);
  const editor = editorOf(page);
  await expect(editor).toBeVisible();
  return {
    async type(words: string) {
      await editor.locator('p').first().click();
      await page.keyboard.type(words, { delay: 5 });
    },
    close: () => context.close()
  };
}

/** What a press or a visit takes while everything is live, in milliseconds. */
async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const at = Date.now();
  await work();
  const took = Date.now() - at;
  test.info().annotations.push({ type: what, description: `${took} ms` });
  console.log(`${what}: ${took} ms`);
  expect(took, what).toBeLessThan(5_000);
}

for (const [kind, host] of Object.entries(hosts)) {
  test(`two browsers with three tabs each hold one stream each and never wait for a slot (${kind})`, async ({
    playwright,
    seededServer
  }) => {
    test.setTimeout(120_000);
    const { args = [], ...options } = test.info().project.use.launchOptions ?? {};
    const resolving = [...args, '--host-resolver-rules=MAP venue.test 127.0.0.1'];
    const browser = await playwright.chromium.launch({ ...options, args: resolving });
    const name = `${kind} ${test.info().project.name}`;
    const write = await makePlace(seededServer, { programme: `Tabs ${name}`, brief: 'Written' });
    const read = await makePlace(seededServer, { programme: `Tabs beside ${name}`, brief: 'Read' });
    const people = [];
    for (const n of [1, 2]) people.push(await joinAsGuest(seededServer, write.invitation, { name: `P${n}` }));
    const browsers: ThreeTabs[] = [];
    for (const { cookie } of people)
      browsers.push(await openThree(browser, seededServer, { read, write }, host, cookie));
    const outside = await writeInto(browser, seededServer, read);

    await test.step('all six are live, on one stream per browser', async () => {
      await outside.type('live words ');
      await act(seededServer, write, 'first');
      for (const { proxy, reading, record } of browsers) {
        await expect(reading.locator('article')).toContainText('live words');
        await expect(newEntries(record, 1)).toBeVisible();
        expect(proxy.streams()).toBe(1);
        expect(proxy.mostStreams()).toBe(1);
        const locks = await reading.evaluate(() => typeof navigator.locks);
        expect(locks).toBe(kind === 'secure' ? 'object' : 'undefined');
      }
    });

    await test.step('pages load and forms are sent while all are live', async () => {
      const { context, proxy, record } = browsers[0]!;
      const more = await context.newPage();
      await timed(`a page load (${kind})`, () => more.goto(`${proxy.url(host)}/p/${write.programme}`));
      await timed(`a post (${kind})`, async () => {
        const status = await more.evaluate(async () => {
          const body = new URLSearchParams({ locale: 'en', to: '/about' });
          return (await fetch('/language', { method: 'POST', body })).status;
        });
        expect(status).toBe(200);
      });
      await more.close();
      await timed(`showing what is new (${kind})`, async () => {
        await record.getByRole('button', { name: 'Show' }).click();
        await expect(newEntries(record, 1)).toHaveCount(0);
        await expect(record.locator('ol.rows li').first()).toContainText('Written');
      });
      expect(proxy.mostStreams()).toBe(1);
    });

    await test.step('the leading tab closes: the others go on, with no gap and nothing twice', async () => {
      const { proxy, reading, record } = browsers[1]!;
      // The first tab of a browser leads: it was there before the others.
      await reading.close();
      await act(seededServer, write, 'second');
      await act(seededServer, write, 'third');
      await expect(newEntries(record, 3)).toBeVisible({ timeout: 15_000 });
      await expect.poll(() => proxy.streams()).toBe(1);
      await act(seededServer, write, 'fourth');
      await expect(newEntries(record, 4)).toBeVisible();
    });

    await test.step('every connection is cut: they come back from where they were', async () => {
      const { proxy, reading, record } = browsers[0]!;
      proxy.cut();
      await act(seededServer, write, 'fifth');
      await outside.type('after the cut ');
      await expect(reading.locator('article')).toContainText('after the cut', { timeout: 20_000 });
      await expect(stateOf(reading)).toHaveAttribute('data-state', 'live');
      await expect(newEntries(record, 4)).toBeVisible();
      expect(proxy.streams()).toBe(1);
    });

    await outside.close();
    for (const { context, proxy } of browsers) {
      await context.close();
      await proxy.close();
    }
    await browser.close();
  });
}

test('tabs of somebody who signs out stop, and never go on as somebody else', async ({
  browser,
  seededServer
}) => {
  const place = await makePlace(seededServer, {
    programme: 'Two people, one browser',
    brief: 'Shared machine'
  });
  const [first, second] = [
    await joinAsGuest(seededServer, place.invitation, { name: 'First' }),
    await joinAsGuest(seededServer, place.invitation, { name: 'Second' })
  ];
  const read = await makePlace(seededServer, { programme: 'Elsewhere', brief: 'Elsewhere' });
  const proxy = await countingProxy(seededServer.url);
  const here = { ...seededServer, url: proxy.url() };
  const context = await browser.newContext({ locale: 'en-GB' });
  await beSomebody(context, here, first.cookie);
  const page = await context.newPage();
  await page.goto(here.url + read.path);
  await expect(stateOf(page)).toHaveAttribute('data-state', 'live');
  // Somebody else signs in on the same machine while the first one's tab is still there, and comes back online.
  await beSomebody(context, here, second.cookie);
  proxy.cut();
  const told = 'You have signed out in this browser. Reload the page to read on.';
  await expect(stateOf(page)).toHaveText(told, { timeout: 20_000 });
  await expect.poll(() => proxy.streams()).toBe(0);
  await page.reload();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'live');
  await context.close();
  await proxy.close();
});

test('a brief’s stage changes on the pages that show it, and nothing else moves', async ({
  browser,
  seededServer
}) => {
  const place = await makePlace(seededServer, { programme: 'Stages', brief: 'Staged' });
  const context = await browser.newContext({ locale: 'en-GB' });
  const [brief, programme] = [await context.newPage(), await context.newPage()];
  await brief.goto(seededServer.url + place.path);
  await programme.goto(`${seededServer.url}/p/${place.programme}`);
  await expect(stateOf(brief)).toHaveAttribute('data-state', 'live');
  const card = brief.locator('header.card');
  await expect(card).toContainText('Draft');
  await done(asPart(seededServer, 'facilitator')('PATCH', `/briefs/${place.brief}`, { stage: 'framed' }));
  await expect(card).toContainText('Framed');
  await expect(programme.locator('article.row')).toContainText('Framed');
  await expect(newEntries(programme, 1)).toBeVisible();
  await programme.getByRole('button', { name: 'Show' }).click();
  await expect(newEntries(programme, 1)).toHaveCount(0);
  await expect(programme.locator('article.row')).toContainText('Framed');
  await context.close();
});
