import { axe, expect, test } from './support/test.ts';
import { editorOf, savedWords } from './support/writing.ts';

const password = 'a few words to remember';

// J1: from the one-time link to a guest's first typed character.
test('a host sets up, a facilitator invites by QR code, a guest types within one form and one tap', async ({
  page,
  browser,
  emptyServer,
  isMobile
}) => {
  test.setTimeout(120_000);
  const setupLink = emptyServer.setupLink;
  expect(setupLink, 'the server prints a set-up link').not.toBeNull();

  await page.goto(setupLink!);
  await page.getByLabel('Name').fill('Lin Yi-chen 林怡辰');
  await page.getByLabel('E-mail').fill('host@example.org');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Create the administrator' }).click();
  await expect(page).toHaveURL(`${emptyServer.url}/`);

  await page.goto(`${emptyServer.url}/p/new`);
  await page.getByRole('radio', { name: /Hackathon/ }).check();
  await page.getByLabel('Title', { exact: true }).fill('River hackathon');
  await page.getByRole('radio', { name: /^Civil society/ }).check();
  await page.getByRole('button', { name: 'Create programme' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'River hackathon' })).toBeVisible();
  const programme = page.url();

  await page.getByRole('link', { name: 'Draft the first brief' }).first().click();
  await page.getByLabel('Title', { exact: true }).fill('Flood warnings come too late');
  await page.getByRole('button', { name: 'Create and write' }).click();
  await expect(editorOf(page)).toBeVisible();

  await page.goto(`${programme}/people`);
  await page.getByRole('button', { name: 'One link per sector' }).click();
  await expect(page.getByRole('link', { name: 'Show QR code' })).toHaveCount(6);
  await page.getByRole('link', { name: 'Show QR code' }).first().click();
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
  expect(await axe(page)).toEqual([]);
  const label = await page.getByRole('img', { name: /QR code/ }).getAttribute('aria-label');
  const invitation = /http:\S+\/j\/[\w-]+/.exec(label ?? '')?.[0] ?? '';

  const guestContext = await browser.newContext({
    locale: 'en-GB',
    ...(isMobile ? { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } : {})
  });
  const guest = await guestContext.newPage();
  const opened = Date.now();
  await guest.goto(invitation);
  expect(await axe(guest)).toEqual([]);
  await guest.getByLabel('Your name').fill('Chen Mei 陳美');
  await guest.getByRole('textbox', { name: /^Organisation/ }).fill('Riverside office');
  await guest.getByRole('checkbox').check();
  await guest.getByRole('button', { name: /join|write/i }).click();
  const editor = editorOf(guest);
  await expect(editor).toBeVisible();
  await editor.locator('p').first().click();
  await guest.keyboard.type('H');
  await expect(editor.locator('p').first()).toContainText('H');
  const seconds = (Date.now() - opened) / 1000;
  test.info().annotations.push({ type: 'link to first character', description: `${seconds.toFixed(1)} s` });
  expect(seconds).toBeLessThan(30);

  await guest.keyboard.type('ello from the phone');
  await expect(savedWords(guest)).toHaveAttribute('data-state', 'saved');
  await page.goto(programme);
  await page
    .getByRole('link', { name: /Flood warnings/ })
    .first()
    .click();
  await expect(editorOf(page)).toContainText('Hello from the phone');
  await guestContext.close();
});

test('a set-up link works once, and a second use says so', async ({ page, emptyServer, browser }) => {
  await page.goto(emptyServer.setupLink!);
  await page.getByLabel('Name').fill('Host');
  await page.getByLabel('E-mail').fill('host@example.org');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Create the administrator' }).click();
  await expect(page).toHaveURL(`${emptyServer.url}/`);
  const other = await browser.newContext({ locale: 'en-GB' });
  const late = await other.newPage();
  const answer = await late.goto(emptyServer.setupLink!);
  expect(answer?.status()).toBe(409);
  await expect(late.getByText('already set up').first()).toBeVisible();
  await other.close();
});
