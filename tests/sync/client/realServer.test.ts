import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Page } from '@playwright/test';
import { emptyBrief, plainText, sectionsOf, type SectionText } from '#lib/briefs/document.ts';
import { serveEditorPages, type EditorPages } from '../../support/editorPage/open.ts';
import { createWorld, nameOf, type World } from '../support/world.ts';

vi.setConfig({ testTimeout: 60_000 });

const first = 'AAAAAAAAAAAAAAAAAAAAAA';
let pages: EditorPages;
let world: World;
let name: string;
let id: string;

beforeAll(async () => {
  pages = await serveEditorPages();
}, 120_000);
afterAll(() => pages?.stop());
beforeEach(async () => {
  world = await createWorld();
  const ref = await world.createBrief(emptyBrief([{ id: first, key: 'problem', lang: 'zh-Hant', of: null }]));
  name = nameOf(ref);
  id = ref.id;
});
afterEach(() => world.close());

async function arrive(who: string) {
  const person = await pages.open({ url: world.url, name, account: who, token: who, person: who });
  await person.page.waitForSelector('.brief-text');
  return person;
}

const stored = async (): Promise<SectionText[]> => sectionsOf((await world.sync.read(id)).doc);
const words = async (section = 0) => plainText((await stored())[section]?.blocks ?? []);
const state = (page: Page) => page.locator('.saved-words').getAttribute('data-state');
const until = (what: () => unknown, wanted: unknown) =>
  expect.poll(what, { timeout: 15_000 }).toEqual(wanted);

test('everything the editor can write is accepted, stored and shown to others with who wrote it', async () => {
  const [a, b] = [await arrive('amei'), await arrive('daiwen')];
  const keys = a.page.keyboard;
  await a.page.locator('.brief-section-text p').first().click();
  await keys.type('# 標題\n正文 **粗** *斜* `碼` ~~刪~~ \n- 甲\n');
  await keys.press('Tab');
  await keys.type('乙\n\n\n[] 待辦\n\n3. 三\n\n> 引\n\n');
  await keys.type('```js\nlet a;\n\n\n---\n');
  await keys.press('Shift+Enter');
  await keys.type('連結');
  await keys.press('Shift+Home');
  await keys.press('Control+k');
  await keys.type('example.org/路');
  await keys.press('Enter');
  await a.page.locator('input[type=checkbox]').first().check();
  await a.page.locator('.add-translation').first().click();
  await keys.type('In English');
  await until(() => words(1), 'In English');
  await until(() => state(a.page), 'saved');
  const blocks = (await stored())[0]!.blocks;
  expect(new Set(blocks.map(({ type }) => type))).toEqual(
    new Set([
      'heading',
      'paragraph',
      'bulletList',
      'taskList',
      'orderedList',
      'blockquote',
      'codeBlock',
      'horizontalRule'
    ])
  );
  expect(JSON.stringify(blocks)).toContain('"href":"https://example.org/');
  expect(JSON.stringify(blocks)).toContain('"checked":true');
  await until(async () => (await b.page.locator('.brief-section').count()) === 2, true);
  await expect.poll(() => b.page.locator('.caret-label').first().textContent()).toContain('amei');
  // Once for the section the caret is in, twice for everything.
  await keys.press('Control+a');
  await keys.press('Control+a');
  await keys.press('Delete');
  await until(() => words(0), '');
  await keys.press('Control+z');
  await until(async () => (await words(0)).includes('標題'), true);
  await until(() => state(a.page), 'saved');
  expect(await state(b.page)).toBe('saved');
  expect(world.problems).toEqual([]);
  await a.context.close();
  await b.context.close();
});

test('a right taken while writing stops the pen within a second; an ended session says so', async () => {
  const a = await arrive('amei');
  await a.page.locator('.brief-section-text p').first().click();
  await a.page.keyboard.type('mine');
  await until(() => words(), 'mine');
  world.setLevel('amei', 'read');
  await expect.poll(() => state(a.page), { timeout: 1500 }).toBe('readonly');
  expect(await a.page.locator('.brief-text').getAttribute('contenteditable')).toBe('false');
  world.endSession('amei');
  await expect.poll(() => state(a.page), { timeout: 1500 }).toBe('refused');
  expect(await a.page.locator('.saved-words .words').innerText()).toContain('You are signed out');
  await a.context.close();
});

test('a right that comes back lets the pen go on without a reload, and all is counted', async () => {
  const [a, b] = [await arrive('amei'), await arrive('daiwen')];
  await a.page.locator('.brief-section-text p').first().click();
  await a.page.keyboard.type('one ');
  await until(() => state(a.page), 'saved');
  world.setLevel('amei', 'read');
  await until(() => state(a.page), 'readonly');
  await until(() => b.page.locator('.caret-label').count(), 0);
  world.setLevel('amei', 'write');
  await until(() => state(a.page), 'saved');
  await until(() => a.page.locator('.brief-text').getAttribute('contenteditable'), 'true');
  await a.page.locator('.brief-section-text p').first().click();
  await a.page.keyboard.press('End');
  await a.page.keyboard.type('two');
  await until(() => words(), 'one two');
  await until(() => state(a.page), 'saved');
  await expect.poll(() => b.page.locator('.caret-label').first().textContent()).toContain('amei');
  await a.context.close();
  await b.context.close();
});

test('W3 who comes back without the right is told at once that a deletion was not saved', async () => {
  const a = await arrive('amei');
  await a.page.locator('.brief-section-text p').first().click();
  await a.page.keyboard.type('mine');
  await until(() => state(a.page), 'saved');
  await a.context.setOffline(true);
  await until(() => state(a.page), 'offline');
  await a.page.keyboard.press('Backspace');
  await until(() => state(a.page), 'kept');
  world.levels.set('amei', 'read');
  await a.context.setOffline(false);
  await until(() => state(a.page), 'refused');
  expect(await words()).toBe('mine');
  await a.context.close();
});
