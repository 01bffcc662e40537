import { describe, expect, test, vi } from 'vitest';
import type { Page } from '@playwright/test';
import type * as Y from 'yjs';
import { caretAt, compose, first, layDesk, second, shown, until } from '../../support/editorPage/desk.ts';

vi.setConfig({ testTimeout: 60_000 });

const { arrive, sections, server, text } = layDesk();
const state = (page: Page) => page.locator('.saved-words').getAttribute('data-state');

describe('composing with an input method', () => {
  test('the first word of a paragraph is right while somebody types at the same place; nothing half-typed leaves', async () => {
    const [a, b] = [await arrive(), await arrive()];
    await caretAt(a.page, 0);
    await caretAt(b.page, 0);
    const compose1 = async (part: string) =>
      a.keys.send('Input.imeSetComposition', {
        text: part,
        selectionStart: part.length,
        selectionEnd: part.length
      });
    await compose1('ㄓ');
    await b.page.keyboard.type('ZZ');
    await until(() => text(), 'ZZ');
    await compose1('ㄓㄨ');
    await b.page.keyboard.type('WW');
    await until(() => text(), 'ZZWW');
    expect(await shown(a.page)).toBe('ㄓㄨ');
    await a.keys.send('Input.insertText', { text: '公' });
    await compose(a.keys, ['ㄇ', 'ㄇㄧㄣˊ'], '民');
    await until(() => text().length, 6);
    expect(text()).toContain('公民');
    expect(text().replace('公民', '')).toBe('ZZWW');
    await until(() => shown(a.page), text());
    await until(() => shown(b.page), text());
    const sent = server()
      .frames.map((frame) => new TextDecoder().decode(frame))
      .join('');
    expect(sent).toContain('公');
    for (const symbol of 'ㄓㄨㄇㄧㄣˊ') expect(sent).not.toContain(symbol);
    await until(() => state(a.page), 'saved');
    await a.context.close();
    await b.context.close();
  });

  test('each composed word is one step to undo, and only my own words are undone', async () => {
    const [a, b] = [await arrive(), await arrive()];
    await caretAt(a.page, 0);
    await compose(a.keys, ['ㄓ', 'ㄓㄨ'], '公');
    await compose(a.keys, ['ㄇ', 'ㄇㄧㄣˊ'], '民');
    await until(() => text(), '公民');
    await caretAt(b.page, 0);
    await b.page.keyboard.press('End');
    await b.page.keyboard.type('BB');
    await until(() => text(), '公民BB');
    await until(() => shown(a.page), '公民BB');
    await a.page.keyboard.press('Control+z');
    await until(() => text(), '公BB');
    await a.page.keyboard.press('Control+z');
    await until(() => text(), 'BB');
    await a.page.keyboard.press('Control+z');
    await a.page.keyboard.press('Control+Shift+z');
    await until(() => text(), '公BB');
    await a.context.close();
    await b.context.close();
  });

  test('leaving the text in the middle of a word lets the rest go on', async () => {
    const [a, b] = [await arrive(), await arrive()];
    await caretAt(a.page, 0);
    await a.keys.send('Input.imeSetComposition', { text: 'ㄓ', selectionStart: 1, selectionEnd: 1 });
    await caretAt(b.page, 1);
    await b.page.keyboard.type('other');
    await until(() => text(1), 'other');
    await a.page.locator('a[href="#after"]').focus();
    await until(() => shown(a.page, 1), 'other');
    await a.context.close();
    await b.context.close();
  });
});

test('a click is where the next word goes, also when somebody else’s edit comes in the same moment', async () => {
  const a = await arrive();
  await caretAt(a.page, 0);
  await a.page.evaluate(() => {
    const { doc } = (window as unknown as { connection: { doc: Y.Doc } }).connection;
    const words = (doc.getXmlFragment('text').get(0) as Y.XmlElement).get(0) as Y.XmlElement;
    const theyWrite = () =>
      doc.transact(() => (words.get(0) as Y.XmlText).insert(0, 'theirs'), 'somebody else');
    // In the task of the click itself: the browser has not told the editor of its new caret yet.
    addEventListener('mouseup', theyWrite, { once: true });
  });
  await a.page.locator('.brief-section-text').nth(1).locator('p').click();
  await a.page.keyboard.type('mine');
  await until(() => [text(0), text(1)], ['theirs', 'mine']);
  await a.context.close();
});

describe('sections', () => {
  test('survive select-all and delete, and typing over everything', async () => {
    const a = await arrive();
    await caretAt(a.page, 0);
    await a.page.keyboard.type('one');
    await caretAt(a.page, 1);
    await a.page.keyboard.type('two');
    await until(() => text(1), 'two');
    // Once for the section, twice for everything.
    await a.page.keyboard.press('Control+a');
    await a.page.keyboard.press('Control+a');
    await a.page.keyboard.press('Delete');
    await until(() => [text(0), text(1)], ['', '']);
    await a.page.keyboard.press('Control+a');
    await a.page.keyboard.type('new');
    await until(() => text(0), 'new');
    expect(sections().map(({ id }) => id)).toEqual([first, second]);
    await caretAt(a.page, 1);
    await a.page.keyboard.press('Backspace');
    await a.page.keyboard.press('Enter');
    await a.page.keyboard.press('Enter');
    await until(() => sections().map(({ id }) => id), [first, second]);
    await a.context.close();
  });

  test('take a translation right after them, once', async () => {
    const a = await arrive();
    await a.page.locator('.add-translation').first().click();
    await a.page.keyboard.type('In English');
    await until(() => text(1), 'In English');
    const [zh, en] = sections();
    expect(en).toMatchObject({ key: 'problem', lang: 'en', of: zh!.id });
    expect(await a.page.locator('.add-translation').first().isHidden()).toBe(true);
    await a.context.close();
  });

  test('a paste that is too long changes nothing and says so', async () => {
    const a = await arrive();
    await caretAt(a.page, 0);
    await a.page.keyboard.type('keep');
    await a.page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', '字'.repeat(200_001));
      document
        .querySelector('.brief-text')!
        .dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await until(
      () => a.page.locator('.refused').innerText(),
      'That is more than 200,000 characters at once. Nothing was changed. Paste it in smaller parts.'
    );
    await until(() => text(), 'keep');
    await a.context.close();
  });
});

describe('formatting', () => {
  test('Markdown shortcuts make blocks and marks', async () => {
    const a = await arrive();
    await caretAt(a.page, 0);
    const enter = () => a.page.keyboard.press('Enter');
    await a.page.keyboard.type('# 標題');
    await enter();
    await a.page.keyboard.type('- 項目');
    await enter();
    await a.page.keyboard.type('- 負號');
    await enter();
    await enter();
    await a.page.keyboard.type('[] 待辦');
    await enter();
    await enter();
    await a.page.keyboard.type('> 引言 **粗** *斜* `碼` ');
    await until(
      () => sections()[0]!.blocks.map(({ type }) => type),
      ['heading', 'bulletList', 'taskList', 'blockquote']
    );
    expect(text()).toContain('- 負號');
    const quote = sections()[0]!.blocks[3]!.content![0]!.content!;
    await until(
      () => quote.flatMap(({ marks }) => marks ?? []).map(({ type }) => type),
      ['bold', 'italic', 'code']
    );
    await a.context.close();
  });

  test('the bar is reached by Alt+F10, walked by arrows, left by Escape; Tab leaves the text', async () => {
    const a = await arrive();
    await caretAt(a.page, 0);
    await a.page.keyboard.type('x');
    await a.page.keyboard.press('Control+a');
    await a.page.keyboard.press('Alt+F10');
    const focused = () =>
      a.page.evaluate(
        () => (document.activeElement as HTMLElement).dataset.format ?? document.activeElement!.className
      );
    await until(focused, 'undo');
    for (const next of ['redo', 'bold', 'italic']) {
      await a.page.keyboard.press('ArrowRight');
      await until(focused, next);
    }
    await a.page.keyboard.press('Enter');
    await until(() => a.page.locator('.brief-editor > [role=status]').innerText(), 'Italic: on');
    await a.page.keyboard.press('Alt+F10');
    await a.page.keyboard.press('Escape');
    await expect.poll(focused).toContain('brief-text');
    await a.page.keyboard.press('Tab');
    await expect.poll(focused).toBe('add-translation');
    expect(text()).toBe('x');
    await a.context.close();
  });
});
