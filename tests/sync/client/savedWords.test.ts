import { expect, test, vi } from 'vitest';
import type { Page } from '@playwright/test';
import { closeCodes } from '#lib/sync/protocol.ts';
import { caretAt, layDesk, NAME, shown, until } from '../../support/editorPage/desk.ts';

// What the page says of where the writing is saved, and whether it is true.

vi.setConfig({ testTimeout: 60_000 });

const { arrive, server, text } = layDesk();

const words = (page: Page) => page.locator('.saved-words .words').innerText();
const state = (page: Page) => page.locator('.saved-words').getAttribute('data-state');
/** Waits until the browser has written what was typed: a read of the same store comes after all writes before it. */
const written = (page: Page, account: string) =>
  page.evaluate(
    (name) =>
      new Promise<void>((resolve) => {
        indexedDB.open(name).onsuccess = (event) => {
          const database = (event.target as IDBOpenDBRequest).result;
          database.transaction('updates').objectStore('updates').count().onsuccess = () =>
            resolve(database.close());
        };
      }),
    `groundwork:${account}:${NAME}`
  );

test('saving until acknowledged, then saved', async () => {
  const a = await arrive();
  await until(() => state(a.page), 'saved');
  server().holdAcks = true;
  await caretAt(a.page, 0);
  await a.page.keyboard.type('公共');
  await until(() => state(a.page), 'saving');
  await until(() => text(), '公共');
  expect(await state(a.page)).toBe('saving');
  server().holdAcks = false;
  await a.page.keyboard.type('x');
  await until(() => state(a.page), 'saved');
  await a.context.close();
});

test('offline edits are kept over a reload, counted, and sent on return; deletions too', async () => {
  const a = await arrive();
  await caretAt(a.page, 0);
  await a.page.keyboard.type('before');
  await until(() => text(), 'before');
  await until(() => state(a.page), 'saved');
  server().isDown = true;
  server().close(1012);
  await until(() => state(a.page), 'offline');
  await a.page.keyboard.press('Backspace');
  await a.page.keyboard.type('!');
  await until(() => state(a.page), 'kept');
  // One or two: a run of typing counts as one change while nothing is connected.
  await expect.poll(() => words(a.page)).toMatch(/^(1 change|2 changes) kept on this device$/);
  const kept = await words(a.page);
  await a.page.reload();
  await until(() => words(a.page), kept);
  await until(() => shown(a.page), 'befor!');
  expect(text()).toBe('before');
  server().isDown = false;
  await until(() => text(), 'befor!');
  await until(() => state(a.page), 'saved');
  await a.page.reload();
  await until(() => state(a.page), 'saved');
  await a.context.close();
});

test('two people at one computer never see each other’s unsent text', async () => {
  const a = await arrive();
  await until(() => state(a.page), 'saved');
  server().isDown = true;
  server().close(1012);
  await until(() => state(a.page), 'offline');
  await caretAt(a.page, 0);
  await a.page.keyboard.type('secret');
  await until(() => state(a.page), 'kept');
  await a.page.close();
  server().isDown = false;
  const other = await arrive({}, a.context);
  await until(() => state(other.page), 'saved');
  expect(await shown(other.page)).toBe('');
  expect(text()).toBe('');
  await a.context.close();
});

test('a right that was taken says so, offers the text, and keeps a copy', async () => {
  const a = await arrive();
  await until(() => state(a.page), 'saved');
  server().holdAcks = true;
  await caretAt(a.page, 0);
  await a.page.keyboard.type('mine');
  await until(() => text(), 'mine');
  server().close(closeCodes.forbidden);
  await until(() => state(a.page), 'refused');
  expect(await words(a.page)).toBe('You may no longer edit this text. Copy what you wrote before you leave.');
  await expect.poll(() => a.page.locator('.saved-words button').first().innerText()).toBe('Copy your text');
  expect(await a.page.locator('.brief-text').getAttribute('contenteditable')).toBe('false');
  await a.context.close();
});

test('what an ended epoch left unsent is offered as a copy in the next', async () => {
  const a = await arrive();
  await until(() => state(a.page), 'saved');
  server().isDown = true;
  server().close(1012);
  await until(() => state(a.page), 'offline');
  await caretAt(a.page, 0);
  await a.page.keyboard.type('left behind');
  await until(() => state(a.page), 'kept');
  await written(a.page, a.account);
  await a.page.close();
  server().isDown = false;
  const next = await arrive({ account: a.account, name: NAME.replace('.1', '.2') }, a.context);
  await until(() => next.page.locator('.saved-words textarea').inputValue(), 'left behind');
  await a.context.close();
});
