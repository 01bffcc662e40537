import type { Page } from '@playwright/test';
import { asPart, done, makePlace } from './support/joining.ts';
import { axe, expect, inLanguage, signInAs, test } from './support/test.ts';
import { sitDown } from './support/sitDown.ts';
import { caretInSection, editorOf, savedWords } from './support/writing.ts';

const palette = (page: Page) => page.getByRole('dialog', { name: /Go to|前往/ });
const isOnScreen = (page: Page, text: string) =>
  page.getByText(text).evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });

test('the palette goes to a brief by a part of its name, in either language and width of letters', async ({
  page,
  context,
  seededServer
}) => {
  await signInAs(context, seededServer, 'government');
  await inLanguage(context, seededServer.url, 'zh-tw');
  await page.goto(`/p/${seededServer.world.programmeId}`);
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.keyboard.type('沙包');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/briefs\//);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('沙包');

  await page.locator('body').press('Control+k');
  await page.keyboard.type('ＮＯＴＨＩＮＧ such');
  await expect(palette(page).getByRole('status')).toContainText('沒有叫做');
  await page.keyboard.press('Escape');
  await expect(palette(page)).toHaveCount(0);
});

test('the palette shows a stranger nothing private', async ({ page, seededServer: server }) => {
  const place = await makePlace(server, { programme: 'Behind a door', brief: 'Quiet' });
  const ask = asPart(server, 'facilitator');
  await done(ask('PATCH', `/programmes/${place.programme}`, { visibility: 'private' }));
  const answer = await page.request.get(`${server.url}/palette?in=${place.programme}`);
  const { destinations } = (await answer.json()) as { destinations: { href: string }[] };
  expect(destinations.length).toBeGreaterThan(2);
  expect(JSON.stringify(destinations)).not.toContain(place.programme);
});

test('the list of keys opens with a question mark, but not for somebody who types one', async ({
  page,
  seededServer
}) => {
  await page.goto(`${seededServer.url}/sign-in`);
  await page.waitForLoadState('networkidle');
  await page.getByLabel('E-mail').focus();
  await page.keyboard.type('?');
  await expect(page.getByLabel('E-mail')).toHaveValue('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Keys' }).click();
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Ctrl');
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Keys' })).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
});

test('the list of keys has those of the editor, for whoever may write only', async ({
  browser,
  seededServer: server
}) => {
  const place = await makePlace(server, { programme: 'Keys', brief: 'Keys' });
  const writer = await sitDown(browser, server, place, 'Writer');
  await writer.getByRole('button', { name: 'Keys' }).click();
  const keys = writer.getByRole('dialog', { name: 'Keys' });
  await expect(keys.getByRole('term').filter({ hasText: /^Bold$/ })).toBeVisible();
  await expect(keys.getByRole('heading', { name: 'In a table' })).toBeVisible();
  await expect(keys).toContainText('CtrlShift8');
  // One key, two meanings: each says when it holds.
  await expect(keys.getByRole('term').filter({ hasText: 'Link, with text selected' })).toBeVisible();
  await expect(
    keys.getByRole('term').filter({ hasText: 'Go to, or do…, with no text selected' })
  ).toBeVisible();
  expect(await axe(writer)).toEqual([]);
  const reader = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await reader.goto(server.url + place.path);
  await reader.waitForLoadState('networkidle');
  await reader.getByRole('button', { name: 'Keys' }).click();
  await expect(reader.getByRole('dialog', { name: 'Keys' })).toContainText('Esc');
  await expect(reader.getByRole('dialog', { name: 'Keys' })).not.toContainText('Bold');
});

test('a link to a paragraph arrives although the text around it changed, and says when it is gone', async ({
  browser,
  seededServer: server
}) => {
  const place = await makePlace(server, { programme: 'Deep links', brief: 'Where was it' });
  const writer = await sitDown(browser, server, place, 'Writer');
  const reader = await (await browser.newContext({ viewport: { width: 1280, height: 500 } })).newPage();
  await caretInSection(writer, 'Resources and commitments');
  await writer.keyboard.type('The pump behind the school.');
  await writer.evaluate(() => {
    const clipboard = {
      writeText: async (text: string) => void ((window as { copied?: string }).copied = text)
    };
    Object.defineProperty(navigator, 'clipboard', { value: clipboard });
  });
  await writer.keyboard.press('Control+k');
  await writer.keyboard.type('link to this paragraph');
  await writer.keyboard.press('Enter');
  await expect
    .poll(() => writer.evaluate(() => (window as { copied?: string }).copied))
    .toMatch(/#p-\d+-\d+\./);
  const link = (await writer.evaluate(() => (window as { copied?: string }).copied))!;

  // The text changes above it, before it and in it.
  const first = editorOf(writer).locator('.brief-section-text p').first();
  await first.click();
  for (const line of ['One', 'Two', 'Three']) {
    await writer.keyboard.type(line);
    await writer.keyboard.press('Enter');
  }
  await writer.getByText('The pump behind').click();
  await writer.keyboard.press('Home');
  await writer.keyboard.type('Yes: ');
  await expect(savedWords(writer)).toHaveAttribute('data-state', 'saved');

  await reader.goto(link);
  await expect.poll(() => isOnScreen(reader, 'Yes: The pump behind the school.')).toBe(true);
  await first.click();
  await expect.poll(() => isOnScreen(writer, 'Yes: The pump behind the school.')).toBe(false);
  await writer.evaluate((hash) => void (location.hash = hash), new URL(link).hash);
  await expect.poll(() => isOnScreen(writer, 'Yes: The pump behind the school.')).toBe(true);

  const gone = link.replace(/#p-\d+-\d+/, '#p-1-99999');
  await reader.goto('about:blank');
  await reader.goto(gone);
  await expect(reader.getByRole('status').filter({ hasText: 'no longer there' })).toBeAttached();
});

test('a narrow screen has its outline without a connection too, and is told what did not come', async ({
  browser,
  seededServer: server
}) => {
  const place = await makePlace(server, { programme: 'Off line', brief: 'Off line' });
  const refused: Error[] = [];
  for (const [locale, words] of [
    ['en', 'could not be loaded'],
    ['zh-tw', '沒有載入成功']
  ] as const) {
    // Wide at first, so that nothing is fetched for the narrow one.
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await inLanguage(context, server.url, locale);
    const page = await context.newPage();
    page.on('pageerror', (error) => refused.push(error));
    await page.goto(server.url + place.path);
    await page.waitForLoadState('networkidle');
    await context.setOffline(true);
    const said = page.getByRole('status').filter({ hasText: words });
    if (locale === 'en') {
      const outline = page.getByRole('button', { name: 'Outline' });
      await page.setViewportSize({ width: 390, height: 844 });
      await outline.click();
      await expect(said).toBeVisible();
      await context.setOffline(false);
      await outline.click();
      await expect(page.getByRole('dialog', { name: 'Outline' })).toBeVisible();
    } else {
      await page.locator('summary', { hasText: '分享' }).click();
      await expect(said).toBeVisible();
      await expect(page.getByLabel('這份問題說明書的連結')).toHaveValue(/briefs/);
    }
    await context.close();
  }
  const phone = await browser.newContext({ locale: 'en-GB', viewport: { width: 390, height: 844 } });
  const page = await phone.newPage();
  await page.goto(server.url + place.path);
  await page.waitForLoadState('networkidle');
  await phone.setOffline(true);
  await page.getByRole('button', { name: 'Outline' }).click();
  await expect(page.getByRole('dialog', { name: 'Outline' })).toBeVisible();
  expect(refused).toEqual([]);
});

test('words are found in the text, also those that somebody has just written', async ({
  browser,
  seededServer: server
}) => {
  const place = await makePlace(server, { programme: 'Finding', brief: 'Find it' });
  const writer = await sitDown(browser, server, place, 'Writer');
  const reader = await (await browser.newContext()).newPage();
  await reader.goto(server.url + place.path);
  await reader.waitForLoadState('networkidle');
  await reader.keyboard.press('Control+k');
  await reader.keyboard.type('find in');
  await reader.keyboard.press('Enter');
  const bar = reader.getByRole('search');
  await expect(bar.getByRole('textbox')).toBeFocused();
  await reader.keyboard.type('ｅｇｒｅｔ');
  await expect(bar).toContainText('not found');
  await editorOf(writer).locator('.brief-section-text p').first().click();
  await writer.keyboard.type('An Egret stands. The egrets fly.');
  await expect(bar).toContainText('1 of 2');
  await bar.getByRole('button', { name: 'Next' }).click();
  await expect(bar).toContainText('2 of 2');
  await bar.getByRole('textbox').press('Escape');
  await expect(bar).toHaveCount(0);
});

test('whoever follows a person sees what they write, until they move by themselves', async ({
  browser,
  seededServer: server
}) => {
  const place = await makePlace(server, { programme: 'Following', brief: 'Follow me' });
  const one = await sitDown(browser, server, place, 'Lin Yi');
  const other = await sitDown(browser, server, place, 'Su Mei');
  await one.getByRole('button', { name: 'Follow Su Mei' }).click();
  await expect(one.getByText('Following Su Mei')).toBeVisible();
  await caretInSection(other, 'Success and response');
  await other.keyboard.type('far below');
  await expect.poll(() => isOnScreen(one, 'far below')).toBe(true);
  await one.mouse.move(600, 400);
  await one.mouse.wheel(0, -3000);
  await expect(one.getByText('Following Su Mei')).toHaveCount(0);
  await expect.poll(() => isOnScreen(one, 'far below')).toBe(false);
  await other.keyboard.type(' and on');
  await expect(one.getByText('far below and on')).toHaveCount(1);
  expect(await isOnScreen(one, 'far below and on')).toBe(false);
});
