import type { Browser, Page } from '@playwright/test';
import { beSomebody, joinAsGuest, makePlace, type Place } from './support/joining.ts';
import { axe, expect, signInAs, test } from './support/test.ts';
import { editorOf, openToWrite, savedWords } from './support/writing.ts';

type Server = Parameters<typeof makePlace>[0];

async function sitDown(browser: Browser, server: Server, place: Place, name: string | null): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  if (name === null) await signInAs(context, server, 'facilitator');
  else await beSomebody(context, server, (await joinAsGuest(server, place.invitation, { name })).cookie);
  const page = await context.newPage();
  await openToWrite(page, server.url + place.path);
  await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');
  return page;
}

const section = (page: Page, nth: number) => editorOf(page).locator('section').nth(nth);
const shape = (page: Page) =>
  page
    .locator('article tr')
    .evaluateAll((rows) => rows.map((row) => (row as HTMLTableRowElement).cells.length));

test('two people build one table from the slash list; readers get it whole, and it leaves as Markdown', async ({
  browser,
  seededServer: server
}) => {
  test.setTimeout(120_000);
  const place = await makePlace(server, { programme: 'Editing', brief: 'One table' });
  const one = await sitDown(browser, server, place, null);
  const two = await sitDown(browser, server, place, 'Guest');

  await section(one, 0).locator('p').last().click();
  await one.keyboard.type('/');
  await expect(one.getByRole('listbox')).toBeVisible();
  expect(await axe(one)).toEqual([]);
  await one.keyboard.type('表格');
  await one.keyboard.press('Enter');
  await one.keyboard.type('Who');
  await expect(editorOf(two).locator('td').first()).toContainText('Who');

  await one.locator('td').nth(0).click();
  await two.locator('td').nth(4).click();
  await Promise.all([
    one.getByRole('button', { name: 'Column after' }).click(),
    two.getByRole('button', { name: 'Row below' }).click()
  ]);
  await Promise.all([one.keyboard.type('When'), two.keyboard.type('knocks')]);
  for (const page of [one, two]) {
    await expect.poll(() => shape(page)).toEqual([4, 4, 4, 4]);
    await expect(editorOf(page).locator('table')).toContainText('When');
    await expect(editorOf(page).locator('table')).toContainText('knocks');
  }
  await expect(savedWords(one)).toHaveAttribute('data-state', 'saved');
  await expect(savedWords(two)).toHaveAttribute('data-state', 'saved');

  const reader = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' });
  await signInAs(reader, server, 'facilitator');
  const page = await reader.newPage();
  await page.goto(server.url + place.path);
  await expect(page.locator('th[scope=col]')).toHaveCount(4);
  await expect(page.locator('th').first()).toHaveText('Who');
  const answer = await reader.request.get(`${server.url}${place.path}/text.md`);
  expect(answer.headers()['content-type']).toContain('text/markdown');
  const markdown = await answer.text();
  expect(markdown).toMatch(/^# One table\n/);
  expect(markdown).toMatch(/\| Who +\| When +\|/);
  expect(markdown).toContain('knocks');
  for (const context of [one.context(), two.context(), reader]) await context.close();
});
