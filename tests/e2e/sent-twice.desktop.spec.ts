import type { Page } from '@playwright/test';
import { expect, signInAs, test } from './support/test.ts';

/** How many forms a page sends from now on. */
function posts(page: Page): { readonly count: number } {
  const sent = { count: 0 };
  page.on('request', (request) => void (sent.count += request.method() === 'POST' ? 1 : 0));
  return sent;
}

test('a double click makes one programme, one brief and one link per sector', async ({
  page,
  context,
  seededServer
}) => {
  await signInAs(context, seededServer, 'facilitator');
  const sent = posts(page);
  await page.goto('/p/new');
  await page.getByLabel('Title', { exact: true }).fill('Clicked twice');
  await page.getByRole('radio', { name: /^Civil society/ }).check();
  await page.getByRole('button', { name: 'Create programme' }).dblclick();
  await expect(page.getByRole('heading', { level: 1, name: 'Clicked twice' })).toBeVisible();
  const programme = page.url();
  expect(sent.count).toBe(1);

  await page.goto(`${programme}/people`);
  await page.getByRole('button', { name: 'One link per sector' }).dblclick();
  await expect(page.getByRole('link', { name: 'Show QR code' })).toHaveCount(6);
  expect(sent.count).toBe(2);

  await page.goto(`${programme}/briefs/new`);
  await page.getByLabel('Title', { exact: true }).fill('One brief');
  await page.getByRole('button', { name: 'Create and write' }).dblclick();
  await expect(page.getByRole('heading', { level: 1, name: 'One brief' })).toBeVisible();
  await page.goto(programme);
  await expect(page.getByRole('link', { name: 'One brief' })).toHaveCount(1);
});

test('what is typed while a refused form is under way stays typed, and is what is sent next', async ({
  page,
  context,
  seededServer
}) => {
  await signInAs(context, seededServer, 'facilitator');
  await page.goto('/p/new');
  const title = page.getByLabel('Title', { exact: true });
  await title.fill(' ');
  await page.getByRole('radio', { name: /^Civil society/ }).check();
  let letPass = () => undefined as void;
  const held = new Promise<void>((pass) => (letPass = pass));
  await page.route('**/p/new', async (route) => {
    if (route.request().method() === 'POST') await held;
    await route.continue();
  });
  const sent = posts(page);
  await page.getByRole('button', { name: 'Create programme' }).click();
  await expect.poll(() => sent.count).toBe(1);
  await title.fill('Typed meanwhile');
  await page.getByRole('radio', { name: /^Business/ }).check();
  letPass();
  await expect(page.getByText('Please fill this in.')).toBeVisible();
  await expect(title).toHaveValue('Typed meanwhile');
  await expect(page.getByRole('radio', { name: /^Business/ })).toBeChecked();
  await page.getByRole('button', { name: 'Create programme' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Typed meanwhile' })).toBeVisible();
});

test('without JavaScript a form posted twice leads to the one thing it made', async ({
  browser,
  seededServer
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: seededServer.url });
  await signInAs(context, seededServer, 'facilitator');
  const page = await context.newPage();
  await page.goto('/p/new');
  const id = await page.locator('input[name="id"]').inputValue();
  const form = {
    id,
    kind: 'course',
    title: 'Posted twice',
    lang: 'en',
    visibility: 'public',
    sector: 'business'
  };
  const post = () =>
    context.request.post('/p/new', {
      form,
      headers: { origin: seededServer.url, accept: 'text/html' },
      maxRedirects: 0
    });
  const answers = await Promise.all([post(), post()]);
  expect(answers.map((answer) => [answer.status(), answer.headers().location])).toEqual([
    [303, `/p/${id}`],
    [303, `/p/${id}`]
  ]);
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Posted twice' })).toHaveCount(1);
  await context.close();
});

test('a member who opens the link again is led straight to the brief', async ({
  page,
  context,
  seededServer,
  world
}) => {
  await signInAs(context, seededServer, 'guest');
  await page.goto(`/j/${world.invitation}`);
  await expect(page).toHaveURL(new RegExp(`/briefs/${world.briefId}`));
});

test('without JavaScript the invitation says before joining what needs it', async ({
  browser,
  seededServer,
  world
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${seededServer.url}/j/${world.invitation}`);
  expect(await page.locator('form.join').textContent()).toContain('Writing needs JavaScript');
  await context.close();
});

test('a method that an address of the API does not take is a problem with a code', async ({
  seededServer
}) => {
  const answer = await fetch(`${seededServer.url}/api/v1/programmes`, {
    method: 'DELETE',
    headers: { origin: seededServer.url }
  });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('allow')).toContain('POST');
  expect(await answer.json()).toMatchObject({ status: 405, code: 'method_not_allowed' });
});
