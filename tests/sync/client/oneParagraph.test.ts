import type { Page } from '@playwright/test';
import { expect, test, vi } from 'vitest';
import { caretAt, layDesk, shown, until } from '../../support/editorPage/desk.ts';

vi.setConfig({ testTimeout: 60_000 });

const { arrive, text } = layDesk();

test('words that begin alike, typed at one place, keep their own letters', async () => {
  const [a, b] = [await arrive(), await arrive()];
  await caretAt(a.page, 0);
  await caretAt(b.page, 0);
  await b.page.keyboard.type('r');
  await until(() => shown(a.page), 'r');
  await a.page.keyboard.type('r');
  await until(() => shown(b.page), 'rr');
  await b.page.keyboard.type('iver');
  await a.page.keyboard.type('oad');
  await until(() => text(), 'roadriver');
  await until(() => shown(a.page), text());
  await until(() => shown(b.page), text());
  await a.context.close();
  await b.context.close();
});

test('a rule that somebody deletes while I have it selected stays deleted, and both write on', async () => {
  const [a, b] = [await arrive(), await arrive()];
  const rules = (page: Page) => page.locator('.brief-section-text hr');
  await caretAt(a.page, 0);
  await a.page.keyboard.type('one');
  await a.page.keyboard.press('Enter');
  await a.page.keyboard.type('---');
  await until(() => rules(b.page).count(), 1);
  // Backspace at once would take back what made the rule.
  for (const key of ['Enter', 'Backspace', 'Backspace']) await a.page.keyboard.press(key);
  await until(() => a.page.locator('hr.ProseMirror-selectednode').count(), 1);
  await until(() => shown(b.page), 'one\n');
  await rules(b.page).click();
  await b.page.keyboard.press('Delete');
  await until(() => rules(a.page).count(), 0);
  await caretAt(b.page, 0);
  await b.page.keyboard.press('End');
  await b.page.keyboard.type(' two');
  await until(() => shown(a.page), 'one two');
  await a.page.keyboard.type('A');
  await until(() => text().length, 'one twoA'.length);
  expect(text().replace('A', '')).toBe('one two');
  await until(() => shown(b.page), text());
  expect(await rules(b.page).count()).toBe(0);
  await a.context.close();
  await b.context.close();
});

test('a rule that is all a section has is deleted like any other', async () => {
  const { page, context } = await arrive();
  await caretAt(page, 0);
  await page.keyboard.type('---');
  for (const key of ['Enter', 'Backspace', 'Backspace', 'Backspace']) await page.keyboard.press(key);
  await until(() => page.locator('.brief-section-text hr').count(), 0);
  await page.keyboard.type('words');
  await until(() => text(), 'words');
  await context.close();
});
