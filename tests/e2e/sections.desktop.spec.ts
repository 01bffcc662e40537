import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { beSomebody, joinAsGuest, makePlace, type Place } from './support/joining.ts';
import { axe, expect, inLanguage, signInAs, test } from './support/test.ts';
import {
  editorOf,
  enterTunnel,
  leaveTunnel,
  openToWrite,
  savedWords,
  seeTheSame
} from './support/writing.ts';

type Server = Parameters<typeof makePlace>[0];
/** how long a browser may take to notice that the tunnel is over */
const BACK = { timeout: 45_000 };
const warnings = new WeakMap<Page, string[]>();

async function sitDown(browser: Browser, server: Server, place: Place, name: string | null): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  if (name === null) await signInAs(context, server, 'facilitator');
  else await beSomebody(context, server, (await joinAsGuest(server, place.invitation, { name })).cookie);
  return openPage(context, server, place);
}

async function openPage(context: { newPage(): Promise<Page> }, server: Server, place: Place): Promise<Page> {
  const page = await context.newPage();
  const heard: string[] = [];
  warnings.set(page, heard);
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) heard.push(message.text());
  });
  await openToWrite(page, server.url + place.path);
  await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');
  return page;
}

const section = (page: Page, nth: number) => editorOf(page).locator('section').nth(nth);
const paragraph = (page: Page, nth: number) => section(page, nth).locator('p').last();
const translations = (page: Page) => editorOf(page).locator('section[data-of]');

test('two people who add the same translation at once share one section, and both write on in it', async ({
  browser,
  seededServer: server
}) => {
  test.setTimeout(120_000);
  const place = await makePlace(server, { programme: 'Twice at once', brief: 'One translation' });
  const one = await sitDown(browser, server, place, null);
  const other = await sitDown(browser, server, place, 'Lin Yi');
  // In a tunnel "at once" takes as long as this test needs for it.
  await enterTunnel(other.context());
  for (const page of [one, other]) await section(page, 0).locator('.add-translation').click();
  await leaveTunnel(other.context());
  for (const page of [one, other]) await expect(page.locator('.brief-text .caret')).toHaveCount(1, BACK);
  for (const page of [one, other]) await expect(translations(page)).toHaveCount(1);
  await one.keyboard.type('from-one ', { delay: 20 });
  await other.keyboard.type('from-other ', { delay: 20 });
  for (const page of [one, other]) {
    await expect(translations(page)).toHaveCount(1);
    for (const word of ['from-one', 'from-other']) await expect(translations(page)).toContainText(word);
    await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');
  }

  // Apart: each writes into a translation of their own before they hear of the other's.
  await enterTunnel(other.context());
  await section(one, 2).locator('.add-translation').click();
  await one.keyboard.type('near', { delay: 20 });
  await section(other, 2).locator('.add-translation').click();
  await other.keyboard.type('far', { delay: 20 });
  await leaveTunnel(other.context());
  for (const page of [one, other]) {
    await expect(translations(page)).toHaveCount(2, BACK);
    await expect(translations(page).last()).toContainText('near');
    await expect(translations(page).last()).toContainText('far');
  }
  await other.keyboard.type('-again', { delay: 20 });
  await one.keyboard.type('-again', { delay: 20 });
  for (const page of [one, other]) {
    for (const word of ['near-again', 'far-again'])
      await expect(translations(page).last()).toContainText(word);
    await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');
  }
  await seeTheSame([one, other]);

  // The page that added one is gone when the two meet: somebody who is here puts it right.
  await enterTunnel(other.context());
  await section(one, 4).locator('.add-translation').click();
  await one.keyboard.type('present', { delay: 20 });
  await section(other, 4).locator('.add-translation').click();
  await other.keyboard.type('reloaded', { delay: 20 });
  await expect(savedWords(other)).toHaveAttribute('data-state', 'kept', BACK);
  await leaveTunnel(other.context());
  await other.reload();
  for (const page of [one, other]) {
    await expect(translations(page).last()).toContainText('present', BACK);
    await expect(translations(page).last()).toContainText('reloaded');
    await expect(translations(page)).toHaveCount(3);
  }
  for (const page of [one, other]) await page.context().close();
});

test('Ctrl+A takes the section first; emptying everything is said and taken back by itself', async ({
  browser,
  seededServer: server
}) => {
  const place = await makePlace(server, { programme: 'All gone', brief: 'Emptied' });
  const page = await sitDown(browser, server, place, null);
  for (const [nth, word] of ['river', 'bridge', 'people'].entries()) {
    await paragraph(page, nth).click();
    await page.keyboard.type(word);
  }
  await page.keyboard.press('Control+a');
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('people');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Backspace');
  await expect(editorOf(page)).not.toContainText('river');
  await page.keyboard.type('meanwhile');
  const said = page.getByText('You emptied 3 sections');
  await expect(said.last()).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  for (const word of ['river', 'bridge', 'people', 'meanwhile'])
    await expect(editorOf(page)).toContainText(word);
  await page.context().close();
});

test('a link typed as Markdown becomes one; my second window is no foreign caret; nothing is complained about', async ({
  browser,
  seededServer: server
}) => {
  const place = await makePlace(server, { programme: 'Links', brief: 'Links' });
  const page = await sitDown(browser, server, place, null);
  const second = await openPage(page.context(), server, place);
  const guest = await sitDown(browser, server, place, 'Wu San');
  await page.bringToFront();
  await paragraph(page, 0).click();
  await page.keyboard.type('See [the plan](http://example.org/a) and [no](javascript:alert(1)) now');
  const link = section(page, 0).locator('a[target]');
  await expect(link).toHaveAttribute('href', 'http://example.org/a');
  await expect(link).toHaveText('the plan');
  await expect(link).toHaveCount(1);
  await expect(section(guest, 0)).toContainText('See the plan and [no](javascript:alert(1)) now');
  await expect(guest.locator('.caret')).toHaveCount(1);
  await expect(section(second, 0)).toContainText('See the plan');
  await expect(second.locator('.caret')).toHaveCount(0);
  for (const each of [page, second, guest]) expect(warnings.get(each)).toEqual([]);
  for (const each of [page, guest]) await each.context().close();
});

test.describe('for somebody who may write', () => {
  const screens: [string, 'en' | 'zh-tw', BrowserContextOptions, string][] = [
    ['at a desk', 'en', { viewport: { width: 1280, height: 900 } }, 'Click in the text to write.'],
    [
      'on a dark phone in Chinese',
      'zh-tw',
      { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme: 'dark' },
      '點一下內文，就能一起寫。'
    ]
  ];
  for (const [where, locale, screen, invitation] of screens) {
    test(`the page says that one can write, and has no fault for axe, ${where}`, async ({
      browser,
      seededServer: server
    }) => {
      const place = await makePlace(server, { programme: 'Audit', brief: 'Audit' });
      const context = await browser.newContext(screen);
      await signInAs(context, server, 'facilitator');
      await inLanguage(context, server.url, locale);
      const page = await openPage(context, server, place);
      await expect(page.getByText(invitation)).toBeVisible();
      expect(await axe(page)).toEqual([]);
      await paragraph(page, 0).click();
      await page.keyboard.type('## smaller first');
      await expect(section(page, 0).locator('[aria-level="3"]')).toHaveText('smaller first');
      await expect(page.getByText(invitation)).toBeHidden();
      const bar = page.getByRole('toolbar');
      await expect(bar).toBeVisible();
      await expect(bar.getByRole('button').first()).toHaveAttribute('data-format', 'undo');
      const wide = await bar.evaluate((element) => element.scrollWidth - element.clientWidth);
      if (locale === 'en') expect(wide).toBe(0);
      expect(await axe(page)).toEqual([]);
      await context.close();

      const paper = await browser.newPage(screen);
      await paper.goto(server.url + place.path);
      await expect(paper.locator('article h3')).toHaveText('smaller first');
      await paper.close();
    });
  }
});
