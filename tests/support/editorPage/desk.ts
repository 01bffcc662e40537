import type { CDPSession, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { emptyBrief, plainText, sectionsOf } from '#lib/briefs/document.ts';
import { startAckServer, type AckServer } from '../ackServer.ts';
import { serveEditorPages, type EditorPages } from './open.ts';

/** The brief on the desk, and its two sections. */
export const NAME = 'CCCCCCCCCCCCCCCCCCCCCC.1';
export const first = 'AAAAAAAAAAAAAAAAAAAAAA';
export const second = 'BBBBBBBBBBBBBBBBBBBBBB';

/** For one test file, called once: before each test a server with an empty brief, at which people `arrive`. */
export function layDesk() {
  let pages: EditorPages;
  let server: AckServer;
  let visitors = 0;
  beforeAll(async () => {
    pages = await serveEditorPages();
  }, 120_000);
  afterAll(() => pages?.stop());
  beforeEach(async () => {
    const brief = emptyBrief([
      { id: first, key: 'problem', lang: 'zh-Hant', of: null },
      { id: second, key: 'people', lang: 'zh-Hant', of: null }
    ]);
    server = await startAckServer(() => brief);
  });
  afterEach(() => server.stop());
  const sections = () => sectionsOf(server.doc(NAME));
  return {
    server: () => server,
    /** what the server has of the brief's sections */
    sections,
    text: (section = 0) => plainText(sections()[section]!.blocks),
    newContext: () => pages.newContext(),
    async arrive(query: Record<string, string> = {}, context?: Parameters<EditorPages['open']>[1]) {
      const account = query.account ?? `account-${++visitors}`;
      const person = await pages.open({ url: server.url, name: NAME, account, ...query }, context);
      await person.page.waitForSelector('.brief-text');
      return { ...person, account };
    }
  };
}

/** A section's text as somebody sees it, a line a block, without other people's carets. */
export const shown = (page: Page, section = 0) =>
  page.evaluate((at) => {
    const copy = document.querySelectorAll('.brief-section-text')[at]!.cloneNode(true) as HTMLElement;
    copy.querySelectorAll('.caret').forEach((caret) => caret.remove());
    return [...copy.children].map((block) => block.textContent).join('\n');
  }, section);

export const until = (what: () => unknown, wanted: unknown) =>
  expect.poll(what, { timeout: 15_000 }).toEqual(wanted);

/** Clicks into the first paragraph of a section. */
export async function caretAt(page: Page, section: number): Promise<void> {
  await page.locator('.brief-section-text').nth(section).locator('p').first().click();
}

/** Composes a word with an input method, step by step. */
export async function compose(keys: CDPSession, steps: string[], word: string): Promise<void> {
  for (const text of steps) {
    await keys.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length
    });
  }
  await keys.send('Input.insertText', { text: word });
}
