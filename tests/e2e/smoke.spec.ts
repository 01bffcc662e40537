import { axe, expect, inLanguage, test } from './support/test.ts';

const languages = [
  { locale: 'en', lang: 'en', word: /Groundwork/ },
  { locale: 'zh-tw', lang: 'zh-Hant-TW', word: /打底/ }
] as const;

for (const { locale, lang, word } of languages) {
  test.describe(`in ${locale}`, () => {
    test.beforeEach(async ({ context, seededServer }) => inLanguage(context, seededServer.url, locale));

    test('the home page opens, speaks the language and has no fault that axe can find', async ({ page }) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      await page.goto('/');
      await expect(page.locator('html')).toHaveAttribute('lang', lang);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page).toHaveTitle(word);
      expect(await axe(page)).toEqual([]);
      expect(errors).toEqual([]);
    });

    test('the home page fits its screen', async ({ page }) => {
      await page.goto('/');
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth
      );
      expect(overflow).toBe(0);
    });
  });
}

test('the public brief can be read without JavaScript', async ({ browser, seededServer, world }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const answer = await page.goto(`${seededServer.url}/p/${world.programmeId}/briefs/${world.briefId}`);
  expect(answer?.status()).toBe(200);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const text = await page.locator('main').innerText();
  expect(text.length).toBeGreaterThan(500);
  // No marks of tools among the words, such as "#" and "md" beside every heading.
  expect(text).not.toMatch(/(^|\s)(#+|md)(\s|$)/);
  // What the outline says to screen readers only takes no room.
  const unseen = await page
    .locator('a[data-state] span')
    .evaluateAll((all) =>
      all
        .filter(({ textContent }) => textContent.startsWith(','))
        .map((one) => one.getBoundingClientRect().width)
    );
  expect(unseen.length).toBeGreaterThan(5);
  expect(unseen.filter((width) => width > 1)).toEqual([]);
  await context.close();
});

test('an unknown page answers 404 with a way on', async ({ page }) => {
  const answer = await page.goto('/no-such-page');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('link').first()).toBeVisible();
});

test('a time reads the same without JavaScript and, far away, with it', async ({
  browser,
  seededServer,
  world
}) => {
  const told = async (javaScriptEnabled: boolean) => {
    const context = await browser.newContext({ javaScriptEnabled, timezoneId: 'America/New_York' });
    const page = await context.newPage();
    await page.goto(`${seededServer.url}/p/${world.programmeId}/record`);
    // Only a page that has come to life offers the palette.
    if (javaScriptEnabled) await page.getByText('Go to, or do…').waitFor();
    const times = await page.locator('time').evaluateAll((all) => all.map((time) => time.outerHTML));
    await context.close();
    // What has just happened may be a minute older in the second look.
    return times.filter((time) => /days ago/.test(time));
  };
  const plain = await told(false);
  expect(plain.length).toBeGreaterThan(5);
  expect(await told(true)).toEqual(plain);
});
