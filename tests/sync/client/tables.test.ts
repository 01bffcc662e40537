import { describe, expect, test, vi } from 'vitest';
import type { Page } from '@playwright/test';
import { plainText } from '#lib/briefs/document.ts';
import { caretAt, compose, layDesk, until } from '../../support/editorPage/desk.ts';

vi.setConfig({ testTimeout: 60_000 });

const desk = layDesk();
async function arrive(screen?: { width: number; height: number }) {
  const person = await desk.arrive();
  if (screen) await person.page.setViewportSize(screen);
  await caretAt(person.page, 0);
  return person;
}

const blocks = () => desk.sections()[0]!.blocks;
const types = () => blocks().map(({ type }) => type);
const cells = () =>
  (blocks().find(({ type }) => type === 'table')?.content ?? []).map((row) =>
    (row.content ?? []).map((cell) => plainText(cell.content ?? []))
  );
const list = (page: Page) => page.getByRole('listbox');
const button = (page: Page, id: string) => page.locator(`[data-format="${id}"]`);

describe('the slash', () => {
  test('opens a list on an empty line, narrows it in either language, and inserts by Enter', async () => {
    const { page, context } = await arrive();
    await page.keyboard.type('/');
    await list(page).waitFor();
    expect(await list(page).getByRole('option').count()).toBeGreaterThan(8);
    const active = () => page.locator('.brief-text').getAttribute('aria-activedescendant');
    const first = await active();
    await page.keyboard.press('ArrowDown');
    await expect.poll(active).not.toBe(first);
    await page.keyboard.type('tab');
    await expect.poll(() => list(page).getByRole('option').count()).toBe(1);
    await page.keyboard.press('Enter');
    await until(types, ['table', 'paragraph']);
    await page.keyboard.type('格');
    await until(() => cells()[0], ['格', '', '']);
    expect(await list(page).count()).toBe(0);
    await context.close();
  });

  test('may be the full-width one an input method writes, and what follows it may be composed', async () => {
    const { page, keys, context } = await arrive();
    await compose(keys, ['／'], '／');
    await list(page).waitFor();
    await keys.send('Input.imeSetComposition', { text: 'ㄅ', selectionStart: 1, selectionEnd: 1 });
    await page.keyboard.press('ArrowDown');
    await keys.send('Input.insertText', { text: '標題' });
    await expect.poll(() => list(page).getByRole('option').count()).toBe(2);
    await page.keyboard.press('Enter');
    await page.keyboard.type('背景');
    await until(() => blocks()[0], {
      type: 'heading',
      attrs: { level: 2 },
      content: [{ type: 'text', text: '背景' }]
    });
    await context.close();
  });

  test('is only a slash inside text, and stays as typed after Esc', async () => {
    const { page, context } = await arrive();
    await page.keyboard.type('and/or https://a.example/b 11/23');
    expect(await list(page).count()).toBe(0);
    await page.keyboard.press('Enter');
    await page.keyboard.type('/');
    await list(page).waitFor();
    await page.keyboard.press('Escape');
    await list(page).waitFor({ state: 'detached' });
    await page.keyboard.type('home');
    await page.keyboard.press('Enter');
    await page.keyboard.type('end');
    await until(() => plainText(blocks()), 'and/or https://a.example/b 11/23\n/home\nend');
    await page.keyboard.press('ArrowUp');
    expect(await list(page).count()).toBe(0);
    await context.close();
  });

  test('shows its list above a phone’s keyboard bar, and a tap chooses', async () => {
    const { page, context } = await arrive({ width: 360, height: 640 });
    await page.keyboard.type('/');
    await list(page).waitFor();
    const box = (await list(page).boundingBox())!;
    const bar = (await page.locator('.bar').boundingBox())!;
    expect(box.y + box.height).toBeLessThanOrEqual(bar.y + 1);
    expect(box.y).toBeGreaterThanOrEqual(0);
    await list(page)
      .getByRole('option', { name: /Quote|引言/ })
      .click();
    await page.keyboard.type('話');
    await until(types, ['blockquote']);
    await context.close();
  });
});

describe('a table', () => {
  test('is changed by buttons and keys, and one step back everything is as it was', async () => {
    const { page, context } = await arrive();
    await page.keyboard.type('前');
    await button(page, 'table').click();
    await until(() => cells().map((row) => row.length), [3, 3, 3]);
    await page.keyboard.type('a');
    for (const word of ['b', 'c', 'd']) {
      await page.keyboard.press('Tab');
      await page.keyboard.type(word);
    }
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.type('!');
    await until(cells, [
      ['a', 'b', 'c!'],
      ['d', '', ''],
      ['', '', '']
    ]);
    await button(page, 'columnBefore').click();
    await page.keyboard.type('新');
    await page.keyboard.press('Control+Enter');
    await until(cells, [
      ['a', 'b', '新', 'c!'],
      ['', '', '', ''],
      ['d', '', '', ''],
      ['', '', '', '']
    ]);
    await button(page, 'rowDelete').click();
    await button(page, 'columnDelete').click();
    await until(cells, [
      ['a', 'b', 'c!'],
      ['d', '', ''],
      ['', '', '']
    ]);
    await page.keyboard.press('Control+z');
    await until(() => cells()[0], ['a', 'b', '新', 'c!']);
    await button(page, 'headerRow').click();
    await until(() => blocks()[1]!.attrs?.header, false);
    await button(page, 'tableDelete').click();
    await until(types, ['paragraph', 'paragraph', 'paragraph']);
    await context.close();
  });

  test('gets a row by Tab in its last cell, and an arrow leaves it', async () => {
    const { page, context } = await arrive();
    await button(page, 'table').click();
    for (let step = 0; step < 9; step++) await page.keyboard.press('Tab');
    await page.keyboard.type('末');
    await until(cells, [
      ['', '', ''],
      ['', '', ''],
      ['', '', ''],
      ['末', '', '']
    ]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.type('後');
    await until(() => plainText(blocks().slice(1)), '後');
    await context.close();
  });

  test('keeps its cells when a selection over several of them is deleted, typed over or cut', async () => {
    const { page, context } = await arrive();
    await button(page, 'table').click();
    for (const word of ['a', 'b', 'c', 'd']) {
      await page.keyboard.type(word);
      await page.keyboard.press('Tab');
    }
    await page.locator('td').nth(1).click();
    await page
      .locator('td')
      .nth(3)
      .click({ modifiers: ['Shift'] });
    // The editor hears of the mouse's selection a moment after the browser, and then tells the others of it.
    await page.waitForFunction(() => {
      type Told = { cursor?: { anchor: unknown; head: unknown } };
      const { connection } = window as unknown as { connection: { awareness: { getLocalState(): Told } } };
      const { cursor } = connection.awareness.getLocalState();
      return cursor && JSON.stringify(cursor.anchor) !== JSON.stringify(cursor.head);
    });
    await page.keyboard.press('Backspace');
    await until(() => cells().map((row) => row.length), [3, 3, 3]);
    await until(() => cells().flat().join(''), 'ab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await until(() => cells().map((row) => row.length), [3, 3, 3]);
    await context.close();
  });

  test('changed by two people at once is even for both, repaired once', async () => {
    const a = await arrive();
    await button(a.page, 'table').click();
    await until(() => cells().length, 3);
    const b = await arrive();
    await b.page.locator('td').nth(4).click();
    await a.page.locator('td').nth(0).click();
    await Promise.all([button(a.page, 'columnAfter').click(), button(b.page, 'rowBelow').click()]);
    await Promise.all([a.page.keyboard.type('甲'), b.page.keyboard.type('乙')]);
    await until(() => cells().map((row) => row.length), [4, 4, 4, 4]);
    await until(() => [...cells().flat().join('')].sort().join(''), [...'甲乙'].sort().join(''));
    const shown = (page: Page) =>
      page.locator('tr').evaluateAll((rows) => rows.map((row) => (row as HTMLTableRowElement).cells.length));
    await until(() => shown(a.page), [4, 4, 4, 4]);
    await until(() => shown(b.page), [4, 4, 4, 4]);
    await a.context.close();
    await b.context.close();
  });
});
