import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BrowserContext, Page } from '@playwright/test';
import { closeCodes } from '#lib/sync/protocol.ts';
import { layDesk, NAME, shown, until } from '../../support/editorPage/desk.ts';

// What a device keeps of a document (rules C1–C6): real browsers, real IndexedDB, a server that can fall silent.

vi.setConfig({ testTimeout: 60_000 });

const desk = layDesk();
const { server } = desk;
const text = () => desk.text();
let context: BrowserContext;
let account: string;
let visitors = 0;
beforeEach(async () => {
  context = await desk.newContext();
  account = `device-${++visitors}`;
});
afterEach(() => context.close());

const arrive = async (): Promise<Page> => (await desk.arrive({ account }, context)).page;
const words = (page: Page) => page.locator('.saved-words .words').innerText();
const state = (page: Page) => page.locator('.saved-words').getAttribute('data-state');
const pending = (page: Page) => page.locator('.saved-words').getAttribute('data-pending').then(Number);

async function write(page: Page, what: string) {
  await page.locator('.brief-section-text p').first().click();
  await page.keyboard.press('End');
  await page.keyboard.type(what);
}

async function goOffline(...open: Page[]) {
  server().isDown = true;
  server().close(1012);
  for (const page of open) await until(() => state(page), 'offline');
}

/** How many updates and copies lie in the browser, waiting. */
const lying = (page: Page, store: 'changes' | 'copies') =>
  page.evaluate(
    (name) =>
      new Promise<number>((resolve) => {
        indexedDB.open('groundwork-kept').onsuccess = (event) => {
          const database = (event.target as IDBOpenDBRequest).result;
          database.transaction(name).objectStore(name).count().onsuccess = (counted) => {
            database.close();
            resolve((counted.target as IDBRequest<number>).result);
          };
        };
      }),
    store
  );

test('C1 when the browser refuses to store, the words say "in this window"; when there is room again, "on this device"', async () => {
  const page = await arrive();
  await until(() => state(page), 'saved');
  await goOffline(page);
  await page.evaluate(() => {
    const add = IDBObjectStore.prototype.add;
    // A full disk is noticed when the transaction commits, not when it is asked.
    IDBObjectStore.prototype.add = function (this: IDBObjectStore, ...given: Parameters<typeof add>) {
      const request = add.apply(this, given);
      this.transaction.abort();
      return request;
    };
    Object.assign(window, { room: () => (IDBObjectStore.prototype.add = add) });
  });
  await write(page, 'a');
  await expect.poll(() => words(page)).toMatch(/window/);
  await page.evaluate(() => (window as unknown as { room(): void }).room());
  await write(page, 'b');
  await expect.poll(() => words(page)).toMatch(/kept on this device$/);
  await page.close();
  server().isDown = false;
  const again = await arrive();
  await until(text, 'ab');
  await until(() => state(again), 'saved');
  await until(() => lying(again, 'changes'), 0);
});

test('C2 what is unconfirmed survives even when the text’s own store lost it', async () => {
  const page = await arrive();
  await until(() => state(page), 'saved');
  await page.evaluate((name) => {
    const transaction = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...given: [string | string[]]) {
      const made = transaction.apply(this, given);
      if (this.name === name) made.abort();
      return made;
    } as typeof transaction;
  }, `groundwork:${account}:${NAME}`);
  page.on('pageerror', () => {});
  await goOffline(page);
  await write(page, 'only in the list');
  await until(() => state(page), 'kept');
  await expect.poll(() => lying(page, 'changes')).toBeGreaterThan(0);
  await page.close();
  server().isDown = false;
  await arrive();
  await until(text, 'only in the list');
});

test('C3 a browser that answers late takes nothing off the list that was not sent', async () => {
  const page = await arrive();
  await until(() => state(page), 'saved');
  await goOffline(page);
  await write(page, 'from before');
  await until(() => state(page), 'kept');
  await expect.poll(() => lying(page, 'changes')).toBeGreaterThan(0);
  await page.close();
  server().isDown = false;
  await context.addInitScript(() => {
    const open = indexedDB.open.bind(indexedDB);
    const waiting: (() => void)[] = [];
    let isSlow = true;
    Object.assign(window, { answer: () => ((isSlow = false), waiting.forEach((act) => act())) });
    // The request is real; only its answer comes late.
    indexedDB.open = (...given) => {
      const request = open(...given);
      let handler: ((this: IDBRequest, event: Event) => unknown) | null = null;
      if (isSlow)
        Object.defineProperty(request, 'onsuccess', {
          get: () => handler,
          set: (given: typeof handler) => {
            handler = given;
            request.addEventListener('success', (event) => {
              if (isSlow) waiting.push(() => handler?.call(request, { target: request } as unknown as Event));
              else handler?.call(request, event);
            });
          }
        });
      return request;
    };
  });
  const late = await arrive();
  await until(() => state(late), 'saved');
  expect(text()).toBe('');
  await late.evaluate(() => (window as unknown as { answer(): void }).answer());
  await until(text, 'from before');
  await until(() => shown(late), 'from before');
  await until(() => lying(late, 'changes'), 0);
  await until(() => pending(late), 0);
});

test('C4 two windows of one person: both converge, each counts its own, closing one loses nothing', async () => {
  const [one, two] = [await arrive(), await arrive()];
  await write(one, '1');
  await until(() => shown(two), '1');
  await write(two, '2');
  await until(() => shown(one), '12');
  await until(text, '12');
  for (const page of [one, two]) await until(() => state(page), 'saved');

  await goOffline(one, two);
  await write(one, 'A');
  await write(two, 'B');
  for (const page of [one, two]) await until(() => pending(page), 1);
  await expect.poll(() => lying(one, 'changes')).toBe(2);
  await one.close({ runBeforeUnload: false });
  // The window that stays takes over what the other one could not send.
  await until(() => pending(two), 2);
  server().isDown = false;
  await until(() => state(two), 'saved');
  await until(() => [...text()].sort().join(''), '12AB');
  await until(() => lying(two, 'changes'), 0);
});

test('C5 starting over in one window leaves the other one’s edits and its store whole', async () => {
  const [one, two] = [await arrive(), await arrive()];
  for (const page of [one, two]) await until(() => state(page), 'saved');
  await goOffline(one, two);
  await write(one, 'X');
  await write(two, 'Y');
  for (const page of [one, two]) await until(() => pending(page), 1);
  const errors: string[] = [];
  two.on('pageerror', (error) => errors.push(String(error)));
  await one.evaluate(() =>
    (window as unknown as { connection: { startOver(): Promise<void> } }).connection.startOver()
  );
  await two.keyboard.type('Z');
  await until(() => shown(two), 'YZ');
  await expect.poll(() => words(two)).toMatch(/kept on this device$/);
  await two.close();
  server().isDown = false;
  const again = await arrive();
  await until(text, 'YZ');
  expect(errors).toEqual([]);
  // What was given up is there as a copy.
  await until(() => again.locator('.saved-words textarea').inputValue(), 'X');
});

test('C6 a second refused text does not take the place of the first copy', async () => {
  for (const refused of ['first', 'second']) {
    const page = await arrive();
    await until(() => state(page), 'saved');
    server().holdAcks = true;
    await write(page, refused);
    await until(() => text().includes(refused), true);
    server().close(closeCodes.contentRefused);
    await until(() => state(page), 'refused');
    await page
      .getByRole('button', { name: /load|again|over/i })
      .last()
      .click();
    await page.waitForEvent('load');
    await page.close();
    server().holdAcks = false;
  }
  const page = await arrive();
  await until(() => page.locator('.saved-words textarea').count(), 2);
  const kept = await page
    .locator('.saved-words textarea')
    .evaluateAll((areas) => areas.map((area) => (area as HTMLTextAreaElement).value));
  expect(kept).toEqual(['first', expect.stringContaining('second')]);
  await page.locator('.saved-words details').first().locator('summary').click();
  await page.locator('.saved-words details').first().locator('button').last().click();
  await until(() => page.locator('.saved-words textarea').count(), 1);
  expect(await lying(page, 'copies')).toBe(1);
});
