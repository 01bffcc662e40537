import type { Page } from '@playwright/test';
import { makePlace } from './support/joining.ts';
import { sitDown } from './support/sitDown.ts';
import { expect, test } from './support/test.ts';
import { caretInSection, editorOf } from './support/writing.ts';

const palette = (page: Page) => page.getByRole('dialog', { name: 'Go to' });

test('what is typed for the palette before it is there is meant for it, and Esc gives the caret back', async ({
  browser,
  seededServer: server
}) => {
  const place = await makePlace(server, { programme: 'Slow line', brief: 'Slow line' });
  const writer = await sitDown(browser, server, place, 'Writer');
  await caretInSection(writer, 'Resources and commitments');
  let letIn = () => {};
  const gate = new Promise<void>((resolve) => (letIn = resolve));
  await writer.route('**/_app/immutable/**', async (route) => {
    await gate;
    await route.continue();
  });
  await writer.keyboard.press('Control+k');
  await writer.keyboard.type('nobody');
  await writer.keyboard.press('Escape');
  await writer.keyboard.type('Sand. ');
  await writer.keyboard.press('Control+k');
  await writer.keyboard.type('find in');
  await writer.keyboard.press('Enter');
  letIn();
  await expect(writer.getByRole('search').getByRole('textbox')).toBeFocused();
  // Where the caret was, not where the text begins.
  const heading = writer.getByRole('heading', { name: 'Resources and commitments' });
  await expect(editorOf(writer).locator('section').filter({ has: heading })).toContainText('Sand.');
  await expect(writer.getByRole('article')).not.toContainText(/nobody|find in/);
});

test('what is typed to be found before the bar is there is looked for, and not written', async ({
  browser,
  seededServer: server
}) => {
  const place = await makePlace(server, { programme: 'Slow bar', brief: 'Slow bar' });
  const writer = await sitDown(browser, server, place, 'Writer');
  await caretInSection(writer, 'Resources and commitments');
  await writer.keyboard.type('Sand and gravel. ');
  await writer.keyboard.press('Control+k');
  await expect(palette(writer).getByRole('option', { name: 'Find in this text' })).toBeVisible();
  let letIn = () => {};
  const gate = new Promise<void>((resolve) => (letIn = resolve));
  await writer.route('**/_app/immutable/**', async (route) => {
    await gate;
    await route.continue();
  });
  const find = async () => {
    await writer.keyboard.type('find in');
    await expect(palette(writer).getByRole('option')).toHaveText(['Find in this text']);
    await writer.keyboard.press('Enter');
    await expect(palette(writer)).toHaveCount(0);
  };
  await find();
  await writer.keyboard.type('nothing');
  await writer.keyboard.press('Escape');
  await writer.keyboard.type('Stones. ');
  await writer.keyboard.press('Control+k');
  await find();
  await writer.keyboard.type('gravel');
  letIn();
  const bar = writer.getByRole('search');
  await expect(bar.getByRole('textbox')).toHaveValue('gravel');
  await expect(bar.getByRole('status')).toHaveText('1 of 1');
  await writer.keyboard.press('Escape');
  await writer.keyboard.type('Done.');
  await expect(writer.getByRole('article')).toContainText('Sand and gravel. Stones. Done.');
});
