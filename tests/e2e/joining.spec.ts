import type { Browser, BrowserContext } from '@playwright/test';
import { asPart, beSomebody, done, headerOf, joinAsGuest, makePlace } from './support/joining.ts';
import { axe, expect, inLanguage, signInAs, test } from './support/test.ts';
import { editorOf, savedWords } from './support/writing.ts';

type Server = { url: string };

async function contextFor(
  browser: Browser,
  { url }: Server,
  options: { isMobile: boolean; javaScriptEnabled?: boolean; locale?: 'en' | 'zh-tw'; timezoneId?: string }
): Promise<BrowserContext> {
  const { isMobile, javaScriptEnabled = true, locale = 'en', timezoneId } = options;
  const viewport = isMobile ? { width: 390, height: 844 } : { width: 1280, height: 800 };
  const context = await browser.newContext({
    ...{ javaScriptEnabled, viewport, isMobile, baseURL: url },
    ...(timezoneId && { timezoneId })
  });
  await inLanguage(context, url, locale);
  return context;
}

for (const javaScriptEnabled of [true, false]) {
  test(`a new invitation is shown where it was asked for, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    browser,
    seededServer,
    isMobile
  }) => {
    const { programme } = await makePlace(seededServer, { programme: 'River night', brief: 'Warnings' });
    const context = await contextFor(browser, seededServer, { isMobile, javaScriptEnabled });
    await signInAs(context, seededServer, 'facilitator');
    const page = await context.newPage();
    await page.goto(`/p/${programme}/people`);
    const fold = page.getByText('Another link', { exact: true });
    await fold.click();
    await page.getByLabel('Sector', { exact: true }).selectOption('academia');
    await page.getByLabel('Valid for days').fill('3');
    await page.getByRole('button', { name: 'Create link' }).click();

    const made = page.getByRole('group', { name: 'Just made' });
    await expect(made.getByText('The invitation for Academia is ready.')).toBeInViewport();
    await expect(made.getByRole('img', { name: /QR code/ })).toBeVisible();
    await expect(made.locator('code')).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    const link = made.getByText(/^http\S+\/j\/[\w-]{43}$/);
    await expect(link).toBeVisible();
    if (javaScriptEnabled) {
      await expect(made).toBeFocused();
      expect(await axe(page)).toEqual([]);
    } else await fold.click();
    if (!isMobile) {
      // Whoever cannot copy by the button selects it, whole, by one click.
      await link.click();
      expect(await page.evaluate(() => getSelection()?.toString())).toBe(await link.textContent());
    }
    await expect(page.getByLabel('Valid for days')).toHaveValue('14');
    await expect(page.getByLabel('Sector', { exact: true })).toHaveValue('resident');
    await context.close();
  });
}

test('what is unfolded and filled in before the scripts come stays so', async ({
  browser,
  seededServer,
  isMobile
}) => {
  const { programme } = await makePlace(seededServer, { programme: 'Slow night', brief: 'Warnings' });
  const context = await contextFor(browser, seededServer, { isMobile, javaScriptEnabled: true });
  await signInAs(context, seededServer, 'facilitator');
  const page = await context.newPage();
  let letPass = () => undefined as void;
  const held = new Promise<void>((pass) => (letPass = pass));
  await page.route('**/_app/**/*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`/p/${programme}/people`, { waitUntil: 'commit' });
  await page.getByText('Another link', { exact: true }).click();
  await page.getByLabel('Valid for days').fill('3');
  await page.getByLabel('Sector', { exact: true }).selectOption('academia');
  letPass();
  // Only the scripts answer this.
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Valid for days')).toHaveValue('3');
  await expect(page.getByLabel('Sector', { exact: true })).toHaveValue('academia');
  await context.close();
});

test('whoever is in already is told so by an invitation for another sector, in both languages', async ({
  browser,
  seededServer,
  isMobile
}) => {
  const place = await makePlace(seededServer, { programme: 'River night', brief: 'Warnings' });
  const business = await done<{ secret: string }>(
    asPart(seededServer, 'facilitator')('POST', `/programmes/${place.programme}/invitations`, {
      sector: 'business'
    })
  );
  const lin = await joinAsGuest(seededServer, place.invitation, { name: 'Lin', organisation: 'Ferry lane' });
  for (const [locale, words, change] of [
    [
      'en',
      'Your affiliation in this programme is Resident or other. The invitation',
      'Change my affiliation'
    ],
    ['zh-tw', '你在這個計畫裡的身分是「居民與其他」。', '更改我的身分']
  ] as const) {
    const context = await contextFor(browser, seededServer, { isMobile, locale });
    await beSomebody(context, seededServer, lin.cookie);
    const page = await context.newPage();
    await page.goto('/join');
    // Copied as a whole, with full-width characters as an input method makes them.
    const link = `${seededServer.url.replace('://', '：／／')}／j／${business.secret} `;
    await page.getByRole('textbox').fill(link);
    await page.getByRole('textbox').press('Enter');
    await expect(page.getByText(words)).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await page.getByRole('link', { name: change }).click();
    await expect(page.getByRole('textbox', { name: /Organisation|單位/ })).toHaveValue('Ferry lane');
    // Its own sector's link leads on as ever.
    await page.goto(`/j/${place.invitation.secret}`);
    await expect(page).toHaveURL(new RegExp(place.path));
    await context.close();
  }
});

test('names of 70 characters fit every page of a programme, and roles stand on the line of the name', async ({
  browser,
  seededServer,
  isMobile
}) => {
  const place = await makePlace(seededServer, { programme: 'River night', brief: 'Warnings' });
  const name = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(2);
  const organisation = 'Amt'.repeat(25);
  const guest = await joinAsGuest(seededServer, place.invitation, { name, organisation });
  await joinAsGuest(seededServer, place.invitation, { name: 'Mei' });
  const observers = await done<{ secret: string }>(
    asPart(seededServer, 'facilitator')('POST', `/programmes/${place.programme}/invitations`, {
      sector: 'business',
      role: 'facilitator'
    })
  );
  const context = await contextFor(browser, seededServer, { isMobile });
  await beSomebody(context, seededServer, guest.cookie);
  const writer = await context.newPage();
  const facilitating = await contextFor(browser, seededServer, { isMobile });
  await signInAs(facilitating, seededServer, 'facilitator');
  const page = await facilitating.newPage();
  const wide = (shown: typeof page) =>
    shown.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  await writer.goto(`/j/${observers.secret}`);
  expect(await wide(writer)).toBe(0);
  await writer.goto(place.path);
  await editorOf(writer).locator('p').first().click();
  await writer.keyboard.type('Here');
  await expect(savedWords(writer)).toHaveAttribute('data-state', 'saved');
  for (const path of [place.path, `/p/${place.programme}`, `/p/${place.programme}/record`]) {
    await page.goto(path);
    expect(await wide(page)).toBe(0);
    // The words beside the drawing keep their place.
    const outside = await page
      .locator('.table li, .people li')
      .evaluateAll((lines) =>
        lines
          .filter((line) => line.scrollWidth > line.parentElement!.clientWidth + 1)
          .map((line) => line.textContent)
      );
    expect(outside).toEqual([]);
  }
  await page.goto(`/p/${place.programme}/people`);
  for (const fold of await page.locator('.member summary').all()) await fold.click();
  expect(await wide(page)).toBe(0);
  const rows = await page.locator('.member').evaluateAll((members) =>
    members.map((member) => {
      const box = (inside: string) => member.querySelector(inside)!.getBoundingClientRect();
      return { end: Math.round(box('.role').right), off: Math.round(box('.role').top - box('.name').top) };
    })
  );
  expect(rows).toHaveLength(3);
  expect(new Set(rows.map(({ end }) => end)).size).toBe(1);
  for (const { off } of rows) expect(Math.abs(off)).toBeLessThanOrEqual(4);
  await facilitating.close();
  await context.close();
});

test('who wrote is counted when the page is asked for, and again when somebody comes back to it', async ({
  browser,
  seededServer,
  isMobile
}) => {
  const place = await makePlace(seededServer, { programme: 'River night', brief: 'Warnings' });
  const guest = await joinAsGuest(seededServer, place.invitation, { name: 'Mei' });
  const context = await contextFor(browser, seededServer, { isMobile });
  await signInAs(context, seededServer, 'facilitator');
  const open = await context.newPage();
  await open.goto(`/p/${place.programme}`);
  const residents = (page: typeof open) => page.locator('.table li', { hasText: 'Resident or other' });
  await expect(residents(open)).toContainText('no one yet');
  await done(
    fetch(`${seededServer.url}/api/v1/briefs/${place.brief}/text`, {
      method: 'POST',
      headers: {
        cookie: headerOf(guest.cookie),
        origin: seededServer.url,
        'content-type': 'application/json'
      },
      body: JSON.stringify({ key: 'unknowns', markdown: 'Who answers at night?', mode: 'replace' })
    })
  );
  const fresh = await context.newPage();
  await fresh.goto(`/p/${place.programme}`);
  await expect(residents(fresh)).toContainText('1 wrote', { timeout: 1_000 });
  await open.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(residents(open)).toContainText('1 wrote', { timeout: 5_000 });
  await context.close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`the code behind the address is filled in, and costs nothing until it is sent, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    browser,
    seededServer,
    isMobile
  }) => {
    const { programme } = await makePlace(seededServer, { programme: 'River night', brief: 'Warnings' });
    const { secret, code } = await done<{ secret: string; code: string }>(
      asPart(seededServer, 'facilitator')('POST', `/programmes/${programme}/invitations`, {
        sector: 'business'
      })
    );
    const context = await contextFor(browser, seededServer, { isMobile, javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(`/join/${code.slice(0, 4)}-${code.slice(4)}`);
    await expect(page.getByRole('textbox')).toHaveValue(`${code.slice(0, 4)}-${code.slice(4)}`);
    await expect(page).toHaveURL(/\/join\?code=/);
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect(page).toHaveURL(`${seededServer.url}/j/${secret}`);
    await context.close();
  });
}

test('an invitation ends on the same day wherever its sheet is looked at', async ({
  browser,
  seededServer,
  isMobile
}) => {
  const { programme, invitation } = await makePlace(seededServer, {
    programme: 'River night',
    brief: 'Warnings'
  });
  const days: (string | null)[] = [];
  // Never the same day in both, whatever the hour.
  for (const timezoneId of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
    const context = await contextFor(browser, seededServer, { isMobile, timezoneId });
    await signInAs(context, seededServer, 'facilitator');
    const page = await context.newPage();
    await page.goto(`/p/${programme}/invitations/${invitation.id}`);
    await page.waitForLoadState('networkidle');
    days.push(await page.locator('.until').textContent());
    await context.close();
  }
  expect(days[0]).toMatch(/\d{4}/);
  expect(days[1]).toBe(days[0]);
});
