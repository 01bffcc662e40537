import type { Page } from '@playwright/test';
import { joinAsGuest, beSomebody, makePlace } from './support/joining.ts';
import { expect, test } from './support/test.ts';
import { editorOf, openToWrite } from './support/writing.ts';

/** How far down the page the text of the second section is, wherever the page is scrolled to. */
const secondSection = (page: Page) =>
  editorOf(page)
    .locator('h2')
    .nth(1)
    .evaluate((heading) => Math.round(heading.getBoundingClientRect().top + scrollY));

for (const locale of ['en', 'zh-TW'] as const) {
  test(`the text stays where it is when the bar changes, and no prompt runs into the next section, ${locale}`, async ({
    page,
    context,
    seededServer: server
  }) => {
    await context.setExtraHTTPHeaders({ 'accept-language': locale });
    const place = await makePlace(server, { programme: 'Steady', brief: 'Steady' });
    const { cookie } = await joinAsGuest(server, place.invitation, { name: 'Writer' });
    await beSomebody(context, server, cookie);
    const editor = await openToWrite(page, server.url + place.path);
    const texts = editor.locator('.brief-section-text');
    const tooHigh = await texts.evaluateAll((all) =>
      all.map((one) => one.scrollHeight - one.clientHeight).filter((over) => over > 1)
    );
    expect(tooHigh).toEqual([]);

    await texts.first().locator('p').first().click();
    await page.keyboard.press('Control+Alt+t');
    await expect(editor.locator('td, th').first()).toBeVisible();
    const { width, height } = page.viewportSize()!;
    for (const wide of width < 640 ? [320, width] : [width]) {
      await page.setViewportSize({ width: wide, height });
      await texts.nth(2).locator('p').first().click();
      await expect(page.locator('[data-format="rowBelow"]')).toHaveCount(0);
      const outside = await secondSection(page);
      await editor.locator('td, th').first().click();
      await expect(page.locator('[data-format="rowBelow"]')).toBeVisible();
      expect(await secondSection(page), `at ${wide}`).toBe(outside);
    }
    const before = await secondSection(page);
    await page.keyboard.press('Alt+F10');
    await page.locator('[data-format="link"]').press('Enter');
    await expect(page.getByRole('toolbar').locator('..').getByRole('textbox')).toBeFocused();
    expect(await secondSection(page)).toBe(before);
    await page.keyboard.press('Escape');
    await page.getByRole('contentinfo').click({ position: { x: 2, y: 2 } });
    await expect(page.locator('.write-here')).toBeVisible();
    expect(await secondSection(page)).toBe(before);
  });
}
