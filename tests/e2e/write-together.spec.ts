import type { BrowserContext, Page } from '@playwright/test';
import type { Part } from './support/server.ts';
import { expect, signInAs, test } from './support/test.ts';
import {
  caretInSection,
  editorOf,
  enterTunnel,
  leaveTunnel,
  openToWrite,
  savedWords,
  seeTheSame
} from './support/writing.ts';

type Seat = { context: BrowserContext; page: Page };

// J2: five people in one brief; one is read-only, one goes through a tunnel, reloads there and comes back.
test('five people write one brief together and nothing is lost', async ({
  browser,
  seededServer,
  world,
  isMobile
}) => {
  test.setTimeout(180_000);
  const url = `${seededServer.url}/p/${world.programmeId}/briefs/${world.briefId}`;
  const screen = isMobile ? { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } : {};
  const sit = async (part: Part): Promise<Seat> => {
    const context = await browser.newContext({ locale: 'en-GB', ...screen });
    await signInAs(context, seededServer, part);
    return { context, page: await context.newPage() };
  };
  const [facilitator, government, business, guest, observer] = await Promise.all(
    (['facilitator', 'government', 'business', 'guest', 'observer'] as const).map(sit)
  );
  const writers = [facilitator!, government!, business!, guest!];

  for (const { page } of writers) await openToWrite(page, url);
  await observer!.page.goto(url);
  await expect(editorOf(observer!.page)).toHaveCount(0);

  const marks = ['alpha-facilitator', 'beta-government', 'gamma-business', 'delta-guest'];
  await Promise.all(
    writers.map(async ({ page }, index) => {
      await caretInSection(page, ['問題陳述', '受影響的人', '範圍', '問題陳述'][index]!);
      await page.keyboard.type(` ${marks[index]}`, { delay: 15 });
    })
  );
  for (const { page } of writers) {
    for (const mark of marks) await expect(editorOf(page)).toContainText(mark);
    await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');
  }
  for (const mark of marks) await expect(observer!.page.locator('article')).toContainText(mark);

  // All four begin in the same empty section at once: nobody's word is lost, mixed or turned around.
  const words = ['kilo-first', 'lima-second', 'mike-third', 'november-fourth'];
  for (const { page } of writers) await caretInSection(page, '選項與取捨');
  await Promise.all(writers.map(({ page }, index) => page.keyboard.type(`${words[index]} `, { delay: 15 })));
  for (const { page } of writers) {
    for (const word of words) await expect(editorOf(page)).toContainText(word);
  }

  // The tunnel: writing goes on, the words say where it is, a reload keeps it, coming back sends it.
  await enterTunnel(guest!.context);
  await caretInSection(guest!.page, '範圍');
  await guest!.page.keyboard.type(' epsilon-tunnel', { delay: 15 });
  await expect(savedWords(guest!.page)).toHaveAttribute('data-state', 'kept', { timeout: 45_000 });
  await expect(savedWords(guest!.page)).toContainText(/kept on this device/);
  await caretInSection(government!.page, '範圍');
  await government!.page.keyboard.type(' zeta-meanwhile', { delay: 15 });
  await leaveTunnel(guest!.context);
  await guest!.page.reload();
  await expect(editorOf(guest!.page)).toContainText('epsilon-tunnel');
  await expect(savedWords(guest!.page)).toHaveAttribute('data-state', 'saved', { timeout: 45_000 });

  for (const { page } of writers) {
    await expect(editorOf(page)).toContainText('epsilon-tunnel');
    await expect(editorOf(page)).toContainText('zeta-meanwhile');
  }
  await seeTheSame(writers.map(({ page }) => page));

  // The record of a fresh reader, without any of our scripts, is the same text.
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const paper = await plain.newPage();
  await paper.goto(url);
  for (const mark of [...marks, 'epsilon-tunnel', 'zeta-meanwhile']) {
    await expect(paper.locator('article')).toContainText(mark);
  }
  await Promise.all([...writers, observer!].map(({ context }) => context.close()));
  await plain.close();
});

test('what was typed in the tunnel survives the server being killed and the page being reloaded', async ({
  browser,
  seededServer,
  world
}) => {
  test.setTimeout(120_000);
  const url = `${seededServer.url}/p/${world.programmeId}/briefs/${world.briefId}`;
  const context = await browser.newContext({ locale: 'en-GB' });
  await signInAs(context, seededServer, 'business');
  const page = await context.newPage();
  await openToWrite(page, url);
  await caretInSection(page, '資源與承諾');
  await page.keyboard.type(' before-the-kill', { delay: 15 });
  await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');

  await seededServer.kill();
  await page.keyboard.type(' after-the-kill', { delay: 15 });
  await expect(savedWords(page)).toHaveAttribute('data-state', 'kept', { timeout: 45_000 });
  await seededServer.restart();
  await page.reload();
  await expect(editorOf(page)).toContainText('before-the-kill');
  await expect(editorOf(page)).toContainText('after-the-kill');
  await expect(savedWords(page)).toHaveAttribute('data-state', 'saved', { timeout: 45_000 });

  const reader = await browser.newContext({ javaScriptEnabled: false });
  const paper = await reader.newPage();
  await paper.goto(url);
  await expect(paper.locator('article')).toContainText('before-the-kill after-the-kill');
  await context.close();
  await reader.close();
});
