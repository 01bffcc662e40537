import type { Page } from '@playwright/test';
import { asPart, done } from './support/joining.ts';
import { startServer, type RunningServer, type World } from './support/server.ts';
import { axe, expect, inLanguage, signInAs, test } from './support/test.ts';

type Server = RunningServer & { world: World };
const words = '長者最多等 3 天才有船看病，不得再延。';
let server: Server;
let path: string;

test.beforeAll(async () => {
  server = (await startServer({ seeded: true })) as Server;
  path = `/p/${server.world.programmeId}/briefs/${server.world.briefId}`;
});
test.afterAll(() => server?.stop());

const write = (markdown: string) =>
  done(
    asPart(server, 'contributor')('POST', `/briefs/${server.world.briefId}/text`, {
      ...{ key: 'unknowns', lang: 'zh-Hant', markdown, mode: 'replace' }
    })
  );

/** Selects words in the text as a hand would. */
async function select(page: Page, wanted: string) {
  await page.evaluate((wanted) => {
    const walker = document.createTreeWalker(document.querySelector('article.body')!, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode as Text;
      const at = node.data.indexOf(wanted);
      if (at < 0) continue;
      node.parentElement!.scrollIntoView({ block: 'center' });
      getSelection()!.setBaseAndExtent(node, at, node, at + wanted.length);
      return;
    }
    throw new Error(`nobody wrote ${wanted}`);
  }, wanted);
}

test('a commenter marks a need, an observer sees it, and it asks when 3 days become 30', async ({
  browser
}) => {
  await write(words);
  const { viewport, isMobile, hasTouch } = test.info().project.use;
  const open = async (part: 'commenter' | null) => {
    const context = await browser.newContext({ locale: 'zh-TW', viewport, isMobile, hasTouch });
    await inLanguage(context, server.url, 'zh-tw');
    if (part) await signInAs(context, server, part);
    const page = await context.newPage();
    await page.goto(server.url + path);
    return page;
  };
  const [commenter, observer] = [await open('commenter'), await open(null)];
  await expect(observer.getByText(words).first()).toBeVisible();

  await expect(async () => {
    await select(commenter, '長者最多等 3 天');
    await expect(commenter.getByRole('toolbar', { name: '標為引文' })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await commenter.getByRole('toolbar', { name: '標為引文' }).getByRole('button', { name: '需要' }).click();
  await expect(commenter.locator('mark.passage-need', { hasText: '長者最多等 3 天' })).toBeVisible();

  await observer.goto(`${server.url}${path}/passages`);
  await expect(observer.getByText('長者最多等 3 天')).toBeVisible();
  expect(await axe(observer)).toEqual([]);
  await observer.goto(server.url + path);
  await expect(observer.locator('mark.passage-need', { hasText: '長者最多等 3 天' })).toBeVisible();

  await write(words.replace('3 天', '30 天'));
  await observer.goto(`${server.url}${path}/passages`);
  await expect(observer.getByText('原文改過了，還算數嗎？')).toBeVisible();
  await observer.getByRole('link', { name: '詳細' }).click();
  await expect(observer.locator('ins', { hasText: '30' })).toBeVisible();
  expect(await axe(observer)).toEqual([]);

  const [passage] = new URL(observer.url()).pathname.split('/').slice(-1);
  await commenter.goto(`${server.url}/p/${server.world.programmeId}/passages/${passage}`);
  await commenter.getByRole('button', { name: '還算數' }).click();
  await expect(commenter.getByText('原文沒有改變。')).toBeVisible();
});
