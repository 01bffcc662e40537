import type { Browser, Page } from '@playwright/test';
import { asPart, done } from './support/joining.ts';
import { startServer, type Part, type RunningServer, type World } from './support/server.ts';
import { axe, expect, inLanguage, signInAs, test } from './support/test.ts';

type Server = RunningServer & { world: World };
const words = '長者最多等 3 天才有船看病，不得再延。';
const quote = '最多等 3 天';
let server: Server;
let path: string;

test.beforeAll(async () => {
  server = (await startServer({ seeded: true })) as Server;
  path = `/p/${server.world.programmeId}/briefs/${server.world.briefId}`;
  const text = { key: 'unknowns', lang: 'zh-Hant', markdown: words, mode: 'replace' };
  await done(asPart(server, 'contributor')('POST', `/briefs/${server.world.briefId}/text`, text));
});
test.afterAll(() => server?.stop());

async function open(browser: Browser, part: Part | null, locale: 'en' | 'zh-tw', javaScriptEnabled = true) {
  const { viewport, isMobile, hasTouch, colorScheme } = test.info().project.use;
  const context = await browser.newContext({ viewport, isMobile, hasTouch, colorScheme, javaScriptEnabled });
  await inLanguage(context, server.url, locale);
  if (part) await signInAs(context, server, part);
  return context.newPage();
}

/** Selects words in the text as a hand would. */
async function select(page: Page) {
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
  }, quote);
}

const fits = (page: Page) =>
  expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
    .toBeLessThanOrEqual(0);

test('a commenter asks about selected words by keyboard alone, the facilitator answers and settles it, anybody reads it', async ({
  browser
}) => {
  const commenter = await open(browser, 'commenter', 'zh-tw');
  await commenter.goto(server.url + path);
  await expect(async () => {
    await select(commenter);
    await expect(commenter.getByRole('toolbar', { name: '標為引文' })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await commenter.keyboard.press('Control+Shift+Y');
  await expect(commenter.getByRole('button', { name: '需要', exact: true })).toBeFocused();
  await commenter.keyboard.press('ArrowLeft');
  await commenter.keyboard.press('Enter');
  await expect(commenter.getByLabel('討論的文字')).toHaveValue(quote);
  await commenter.getByLabel('留言內容').focus();
  await commenter.keyboard.type('三天是從預約起算，還是從停航起算？');
  await commenter.getByLabel('提到').selectOption({ label: '政府的夥伴' });
  await commenter.getByRole('button', { name: '送出留言' }).focus();
  await commenter.keyboard.press('Enter');
  await expect(commenter.locator('article.comment')).toContainText('還是從停航起算？');
  await expect(commenter.locator('blockquote')).toHaveText(quote);
  await fits(commenter);
  expect(await axe(commenter)).toEqual([]);
  const thread = new URL(commenter.url()).pathname;

  const facilitator = await open(browser, 'facilitator', 'en');
  await facilitator.goto(server.url + path);
  // On a phone the brief's pages stand in the sheet of its outline.
  if (test.info().project.use.isMobile) await facilitator.goto(`${server.url}${path}/comments`);
  else await facilitator.getByRole('link', { name: 'Comments (1)' }).first().click();
  await expect(facilitator.getByText('1 new')).toBeVisible();
  expect(await axe(facilitator)).toEqual([]);
  await fits(facilitator);
  await facilitator.getByRole('link', { name: 'Whole thread (1)' }).click();
  await facilitator.getByLabel('Your reply').fill('From the booking.');
  await facilitator.getByRole('button', { name: 'Reply' }).click();
  await expect(facilitator.locator('article.comment')).toHaveCount(2);
  await expect(facilitator.getByLabel('Your reply')).toHaveValue('');
  await facilitator.getByRole('button', { name: 'Agree' }).first().click();
  await expect(facilitator.getByRole('button', { name: 'Agree 1' })).toHaveAttribute('aria-pressed', 'true');
  await facilitator.getByRole('button', { name: 'Mark as resolved' }).click();
  await expect(facilitator.getByText('Resolved by')).toBeVisible();

  const observer = await open(browser, null, 'zh-tw', false);
  await observer.goto(`${server.url}${path}/comments?show=resolved`);
  await expect(observer.getByText('From the booking.')).toBeVisible();
  await observer.goto(server.url + thread);
  await expect(observer.getByText('贊同 1')).toBeVisible();
  await expect(observer.getByRole('button', { name: '回覆' })).toHaveCount(0);
});

test('without scripts: what is wrong is said beside its field, what was typed stays, and the comment arrives', async ({
  browser
}) => {
  const page = await open(browser, 'commenter', 'zh-tw', false);
  await page.goto(`${server.url}${path}/comments`);
  await page.getByLabel('段落').selectOption({ label: '未知、假設與風險' });
  await page.getByLabel('討論的文字').fill('這句話沒有人寫過');
  await page.getByLabel('留言內容').fill('不得再延是誰說的？');
  await page.getByRole('button', { name: '送出留言' }).click();
  await expect(page.getByLabel('留言內容')).toHaveValue('不得再延是誰說的？');
  await expect(page.getByLabel('討論的文字')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('討論的文字').fill('不得再延');
  await page.getByRole('button', { name: '送出留言' }).click();
  await expect(page.locator('article.comment')).toContainText('不得再延是誰說的？');
  await page.getByText('修改', { exact: true }).click();
  await page.locator('details').getByLabel('留言內容').fill('不得再延，是誰說的？');
  await page.getByRole('button', { name: '儲存修改' }).click();
  await expect(page.locator('article.comment')).toContainText('是誰說的？');
  await expect(page.getByText('修改過')).toBeVisible();
  await page.getByRole('button', { name: '移除' }).click();
  await expect(page.getByText('這則留言已移除。')).toBeVisible();
});

test('held for moderation: nobody else finds it until the facilitator shows it', async ({ browser }) => {
  const [facilitator, commenter, observer] = await Promise.all([
    open(browser, 'facilitator', 'en'),
    open(browser, 'commenter', 'en'),
    open(browser, null, 'en')
  ]);
  await facilitator.goto(`${server.url}${path}/comments`);
  await facilitator.getByRole('button', { name: 'Read them first' }).click();
  await expect(facilitator.getByText('Now: what commenters write is shown once')).toBeVisible();

  const address = `${server.url}${path}/comments`;
  const section = await sectionId();
  await commenter.goto(`${address}?${new URLSearchParams({ section, quote })}`);
  await commenter.getByLabel('Your comment').fill('Held words');
  await commenter.getByRole('button', { name: 'Send comment' }).click();
  await expect(commenter.getByText('Waiting: only its author')).toBeVisible();
  expect(await axe(commenter)).toEqual([]);

  const answer = await observer.goto(commenter.url());
  expect(answer?.status()).toBe(404);
  await observer.goto(address);
  await expect(observer.getByText('Held words')).toHaveCount(0);

  await facilitator.goto(`${address}?show=held`);
  await facilitator.getByRole('link', { name: 'Whole thread (1)' }).click();
  await facilitator.getByRole('button', { name: 'Show it to everybody' }).click();
  await expect(facilitator.getByText('Waiting: only its author')).toHaveCount(0);
  await observer.reload();
  await expect(observer.getByText('Held words')).toBeVisible();
  await facilitator.goto(address);
  await facilitator.getByRole('button', { name: 'Show them at once' }).click();
  await expect(facilitator.getByText('Now: comments are shown as soon')).toBeVisible();
});

async function sectionId(): Promise<string> {
  const { sections } = (await (
    await fetch(`${server.url}/api/v1/briefs/${server.world.briefId}/text`)
  ).json()) as { sections: { id: string; text: string }[] };
  return sections.find(({ text }) => text.includes(quote))!.id;
}
