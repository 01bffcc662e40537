import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Page } from '@playwright/test';
import { emptyBrief, plainText, sectionsOf } from '#lib/briefs/document.ts';
import { serveEditorPages, type EditorPages } from '../../support/editorPage/open.ts';
import { shown } from '../../support/editorPage/desk.ts';
import { letterByLetter } from '../support/letters.ts';
import { accountOf, createWorld, nameOf, type World } from '../support/world.ts';

vi.setConfig({ testTimeout: 60_000 });

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
  const section = { id: 'A'.repeat(22), key: 'problem', lang: 'zh-Hant', of: null } as const;
  const ref = await world.createBrief(emptyBrief([section]));
  name = nameOf(ref);
  id = ref.id;
});
afterEach(() => world.close());

async function arrive(who: string) {
  const { page, context } = await pages.open({ url: world.url, name, account: who, token: who, person: who });
  await page.waitForSelector('.brief-text');
  await page.locator('.brief-section-text p').first().click();
  return { page, context };
}

const blocks = async () => sectionsOf((await world.sync.read(id)).doc)[0]!.blocks;
const types = async () => (await blocks()).map(({ type }) => type);
const words = async () => plainText(await blocks());
const until = (what: () => unknown, wanted: unknown) =>
  expect.poll(what, { timeout: 15_000 }).toEqual(wanted);
const press = (page: Page, format: string) => page.locator(`[data-format="${format}"]`).click();

/** Whose each letter is: `a` for amei's, `b` for bo's. */
async function hands(): Promise<string> {
  const marks: Record<string, string> = { [accountOf('amei')]: 'a', [accountOf('bo')]: 'b' };
  return (await letterByLetter(world, id)).map(({ author }) => marks[author] ?? '?').join('');
}

test('V2 whatever the editor does to the shape of a text, its words stay those of who wrote them', async () => {
  const amei = await arrive('amei');
  await amei.page.keyboard.type('淹水時沒有人叫醒他們');
  await until(words, '淹水時沒有人叫醒他們');
  const bo = await arrive('bo');
  const { keyboard } = bo.page;
  const mine = 'a'.repeat(10);
  await until(() => shown(bo.page), '淹水時沒有人叫醒他們');

  for (const [format, type] of [
    ['heading2', 'heading'],
    ['heading2', 'paragraph'],
    ['bulletList', 'bulletList'],
    ['orderedList', 'orderedList'],
    ['orderedList', 'paragraph'],
    ['blockquote', 'blockquote'],
    ['blockquote', 'paragraph']
  ] as const) {
    await press(bo.page, format);
    await until(types, [type]);
    expect([format, await hands()]).toEqual([format, mine]);
  }
  // Chromium tells the page of a caret moved by keys a moment later than the keys themselves.
  const caret = () => bo.page.evaluate(() => getSelection()!.focusOffset);
  for (const [key, at] of [['Home', 0], ...[1, 2, 3].map((at) => ['ArrowRight', at] as const)] as const) {
    await keyboard.press(key);
    await until(caret, at);
  }
  await bo.page.evaluate(
    () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))
  );
  await keyboard.press('Enter');
  await until(words, '淹水時\n沒有人叫醒他們');
  expect(await hands()).toBe(mine);
  await keyboard.press('Backspace');
  await until(types, ['paragraph']);
  expect(await hands()).toBe(mine);

  await keyboard.type('，對');
  await until(words, '淹水時，對沒有人叫醒他們');
  expect(await hands()).toBe('aaabbaaaaaaa');
  await keyboard.press('Control+a');
  await keyboard.press('Control+b');
  await keyboard.press('Delete');
  await until(words, '');
  await keyboard.press('Control+z');
  await until(words, '淹水時，對沒有人叫醒他們');
  expect(await hands()).toBe('aaabbaaaaaaa');

  await keyboard.press('Control+a');
  await keyboard.press('Control+x');
  await until(words, '');
  await keyboard.type('前 ');
  await keyboard.press('Control+v');
  await until(words, '前 淹水時，對沒有人叫醒他們');
  expect(await hands()).toBe('bbaaabbaaaaaaa');
  expect(world.problems).toEqual([]);
  await amei.context.close();
  await bo.context.close();
});
