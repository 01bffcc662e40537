import { beSomebody, joinAsGuest, makePlace } from './support/joining.ts';
import { expect, inLanguage, test } from './support/test.ts';
import { enterTunnel, leaveTunnel, openToWrite, savedWords } from './support/writing.ts';

test('C7 signing out shows what only this device has, keeps it until the server has answered, then removes it', async ({
  browser,
  seededServer
}) => {
  const place = await makePlace(seededServer, { programme: 'Sign out', brief: 'Sign out' });
  const { cookie } = await joinAsGuest(seededServer, place.invitation, { name: 'Leaving' });
  const context = await browser.newContext();
  await inLanguage(context, seededServer.url, 'en');
  await beSomebody(context, seededServer, cookie);
  const leaving = await context.newPage();
  await leaving.goto(`${seededServer.url}/sign-out`);
  await expect(leaving.getByRole('button', { name: 'Sign out', exact: true })).toBeVisible();
  await leaving.waitForLoadState('networkidle');

  const writing = await context.newPage();
  const editor = await openToWrite(writing, seededServer.url + place.path);
  await expect(savedWords(writing)).toHaveAttribute('data-state', 'saved');
  await enterTunnel(context);
  await expect(savedWords(writing)).toHaveAttribute('data-state', 'offline');
  await editor.locator('p').first().click();
  await writing.keyboard.type('only here');
  await expect(savedWords(writing).locator('.words')).toHaveText(/kept on this device/);
  const kept = () =>
    leaving.evaluate(
      async () => (await indexedDB.databases()).filter(({ name }) => name?.includes(':')).length
    );
  expect(await kept()).toBe(1);

  // It was written after the page had looked: the button stops and shows it.
  await leaving.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(leaving.getByText('Some of your writing is only on this device')).toBeVisible();
  const filled = leaving.locator('main [data-kind="primary"]');
  await expect(filled, 'what loses nothing is the main button').toHaveText(['Save a copy']);
  const download = leaving.waitForEvent('download');
  await leaving.getByRole('button', { name: 'Save a copy' }).click();
  const pieces = await (await download).createReadStream().then((stream) => stream.toArray());
  expect(Buffer.concat(pieces as Buffer[]).toString()).toContain('only here');

  // No answer: still signed in, nothing removed.
  await leaving.getByRole('button', { name: 'Sign out and remove it' }).click();
  await expect(leaving.getByText('The server did not answer.')).toBeVisible();
  expect(await kept()).toBe(1);

  // The window with the text stays open, but nothing of it stays on the device.
  await context.route('**/collab/**', (route) => route.abort());
  await context.routeWebSocket(/collab/, (socket) => socket.close());
  await leaveTunnel(context);
  await leaving.getByRole('button', { name: 'Sign out and remove it' }).click();
  await leaving.waitForURL(seededServer.url + '/');
  await expect.poll(kept).toBe(0);
  await context.close();
});
