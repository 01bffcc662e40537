import { describe, expect, test, vi } from 'vitest';
import type { Page } from '@playwright/test';
import type { Block } from '#lib/briefs/document.ts';
import { caretAt, layDesk, until } from '../../support/editorPage/desk.ts';
import * as clipboard from './clipboardFixtures.ts';

vi.setConfig({ testTimeout: 60_000 });

const desk = layDesk();
async function arrive() {
  const person = await desk.arrive();
  await caretAt(person.page, 0);
  return person;
}

type Given = { html?: string; plain?: string };
async function paste(page: Page, { html, plain = '' }: Given) {
  await page.evaluate(
    ([markup, words]) => {
      const data = new DataTransfer();
      if (markup) data.setData('text/html', markup);
      data.setData('text/plain', words!);
      document
        .querySelector('.brief-text')!
        .dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    },
    [html ?? null, plain] as const
  );
}

// The browser tells of a caret moved by a key in a task of its own, and the paste is made by a script, not by a key.
const selectionIsTold = (page: Page) =>
  page.evaluate(
    () => new Promise((told) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(told))))
  );

async function copied(page: Page): Promise<{ plain: string; html: string }> {
  return page.evaluate(() => {
    const data = new DataTransfer();
    document
      .querySelector('.brief-text')!
      .dispatchEvent(new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }));
    return { plain: data.getData('text/plain'), html: data.getData('text/html') };
  });
}

/** Blocks in short: "p:words", "h2:…", "ul[p:…]"; bold as *…*, links as <…>. */
function short(blocks: readonly Block[]): string {
  return blocks.map(shortBlock).join(' ');
}
const names: Partial<Record<Block['type'], string>> = {
  bulletList: 'ul',
  listItem: 'li',
  blockquote: 'quote',
  tableRow: 'tr',
  tableCell: 'td'
};
function shortBlock(block: Block): string {
  const { type, attrs = {}, content = [] } = block;
  const text = content
    .map(({ type, text = '', marks = [] }) => {
      if (type === 'hardBreak') return '/';
      const has = (name: string) => marks.some((mark) => mark.type === name);
      const words = has('bold') ? `*${text}*` : has('italic') ? `_${text}_` : text;
      return has('link') ? `<${words}>` : words;
    })
    .join('');
  if (type === 'paragraph') return `p:${text}`;
  if (type === 'heading') return `h${String(attrs.level)}:${text}`;
  if (type === 'codeBlock') return `code:${text.replaceAll('\n', '⏎')}`;
  if (type === 'orderedList') return `ol${String(attrs.start)}[${short(content)}]`;
  if (type === 'taskList')
    return content.map((item) => `${item.attrs?.checked ? '☑' : '☐'}[${short(item.content ?? [])}]`).join('');
  if (type === 'table')
    return `table${attrs.header ? '^' : ''}[${content.map((row) => (row.content ?? []).map((cell) => short(cell.content ?? [])).join(' | ')).join(' // ')}]`;
  return `${names[type] ?? type}[${short(content)}]`;
}

const written = (section = 0) => short(desk.sections()[section]!.blocks);

describe('a paste keeps structure and drops looks', () => {
  test.each<[string, Given, string]>([
    [
      'from Word',
      { html: clipboard.word, plain: '背景' },
      'h2:1. 背景 p:下渡里*淹水*頻仍。 ul[li[p:獨居長者 ul[li[p:重聽者]]] li[p:身障者]] ol3[li[p:第三點]] table[p:單位 | p: // p:水利局 | p:簡訊]'
    ],
    [
      'from Google Docs',
      { html: clipboard.docs, plain: '小標' },
      'h2:小標 p:一般*粗*_斜_<連結> ul[li[p:外 ul[li[p:內]]]] ☑[p:做完]'
    ],
    [
      'from Excel',
      { html: clipboard.excel, plain: '年\t次數\n2024\t3' },
      'table[p:年 | p:次數 // p:2024 | p:3]'
    ],
    [
      'from a spreadsheet as plain text',
      { plain: '年\t次數\n2024\t3\n' },
      'table[p:年 | p:次數 // p:2024 | p:3]'
    ],
    [
      'from a web page',
      { html: clipboard.web, plain: '標題' },
      'h3:標題 p:一段/兩行 p:<淹水地圖> p:按我 quote[p:引言] code:a = 1⏎b = 2 ☐[p:待辦] table^[p:誰 | p:何時 // p:里長 | ul[li[p:早上]]]'
    ],
    ['of sentences', { plain: '見 2-3 節，and/or 4*5\n第二行' }, 'p:見 2-3 節，and/or 4*5 p:第二行']
  ])('%s', async (_name, given, wanted) => {
    const { page, context } = await arrive();
    await paste(page, given);
    await until(() => written().replace(/ p:$/, ''), wanted);
    expect(desk.sections()).toHaveLength(2);
    expect(written(1)).toBe('p:');
    await context.close();
  });

  test('of Markdown is read as such; one step back it is plain text, and Ctrl+Shift+V leaves it so', async () => {
    const { page, context } = await arrive();
    await paste(page, { plain: clipboard.hackmd });
    const read = 'h2:共筆 ul[li[p:甲] li[p:乙]] table^[p:誰 | p:事 // p:里長 | p:敲門] p:*結論*：待定';
    await until(() => written(), read);
    await page.keyboard.press('Control+z');
    await until(
      () => written(),
      'p:# 共筆 p:- 甲 p:- 乙 p:| 誰 | 事 | p:|---|---| p:| 里長 | 敲門 | p:**結論**：待定'
    );
    await page.keyboard.press('Control+z');
    await until(() => written(), 'p:');
    await page.locator('.brief-section-text').first().locator('p').first().click();
    await page.locator('.brief-text').dispatchEvent('keydown', { key: 'V', shiftKey: true, ctrlKey: true });
    await paste(page, { html: '<h1>大</h1>', plain: '# 大' });
    await until(() => written(), 'p:# 大');
    await context.close();
  });

  test.each([
    ['in the middle of a line', '前後', 1, 'p:前X後'],
    ['at the end of a line', '前後', 2, 'p:前後X'],
    ['in an empty line', '', 0, 'p:X']
  ])('undoing a paste of Markdown %s puts the caret back where it was', async (_name, words, at, wanted) => {
    const { page, context } = await arrive();
    if (words) await page.keyboard.insertText(words);
    for (let step = words.length; step > at; step--) await page.keyboard.press('ArrowLeft');
    await selectionIsTold(page);
    const before = words ? `p:${words}` : 'p:';
    await until(() => written(), before);
    await paste(page, { plain: clipboard.hackmd });
    await expect.poll(() => written()).toContain('ul[');
    await page.keyboard.press('Control+z');
    await expect.poll(() => written()).toContain('p:- 甲');
    await page.keyboard.press('Control+z');
    await until(() => written(), before);
    await page.keyboard.type('X');
    await until(() => written(), wanted);
    await context.close();
  });

  test('into a cell fills the cells from there, and text stays in its cell', async () => {
    const { page, context } = await arrive();
    await paste(page, { plain: 'a\tb\nc\td' });
    await until(() => written().replace(/ p:$/, ''), 'table[p:a | p:b // p:c | p:d]');
    await page.locator('td').nth(2).click();
    await paste(page, { html: '<h2>標</h2><p>文</p>', plain: '標\n文' });
    await until(() => written().replace(/ p:$/, ''), 'table[p:a | p:b // p:c標 p:文 | p:d]');
    await page.locator('td').nth(1).click();
    await page.keyboard.press('End');
    await paste(page, { plain: '1\t2\n3\t4' });
    await until(() => written().replace(/ p:$/, ''), 'table[p:a | p:b p:1 // p:c標 p:文 | p:d p:3 p:2 p:4]');
    await context.close();
  });
});

test('a copy carries Markdown and clean markup, and pasted back it is the same', async () => {
  const { page, context } = await arrive();
  await paste(page, { html: clipboard.web, plain: '標題' });
  await until(() => written().startsWith('h3:標題'), true);
  const before = written();
  await page.keyboard.press('Control+a');
  await expect.poll(async () => (await copied(page)).plain, { timeout: 10_000 }).toContain('### 標題');
  const { plain, html } = await copied(page);
  expect(plain).toContain('- [ ] 待辦');
  expect(plain).toMatch(/\| 誰 +\| 何時 +\|/);
  expect(html).not.toContain('style=');
  await page.locator('.brief-section-text').nth(1).locator('p').first().click();
  await paste(page, { html, plain });
  await until(() => written(1).replace(/ p:$/, ''), before.replace(/ p:$/, ''));
  await context.close();
});
