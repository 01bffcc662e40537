import type { CDPSession, Page } from '@playwright/test';
import { expect, signInAs, test } from './support/test.ts';
import { caretInSection, editorOf, openToWrite, savedWords } from './support/writing.ts';

const bopomofo = /[\u3105-\u312f\u02c7\u02ca\u02cb\u02d9]/;
const section = '再利用與他地經驗';

/** Zhuyin as Chromium's input method engine hears it: symbols replace each other until the word is chosen. */
async function compose(input: CDPSession, steps: readonly string[], word: string): Promise<void> {
  for (const text of steps) {
    await input.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length
    });
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  await input.send('Input.insertText', { text: word });
}

/** Everything this page sends to the server from now on, as text where it is text. */
function sentBy(page: Page): string[] {
  const sent: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) =>
      sent.push(typeof payload === 'string' ? payload : payload.toString('utf8'))
    )
  );
  return sent;
}

test('a word composed at the first character of a paragraph is right while somebody types at the same place', async ({
  browser,
  seededServer,
  world
}) => {
  const url = `${seededServer.url}/p/${world.programmeId}/briefs/${world.briefId}`;
  const [composing, typing] = await Promise.all(
    (['government', 'business'] as const).map(async (part) => {
      const context = await browser.newContext({ locale: 'en-GB' });
      await signInAs(context, seededServer, part);
      return { context, page: await context.newPage() };
    })
  );
  const { page } = composing!;
  const other = typing!.page;
  const sent = sentBy(page);
  await openToWrite(page, url);
  await openToWrite(other, url);
  const input = await composing!.context.newCDPSession(page);
  const place = (someone: Page) =>
    editorOf(someone)
      .locator('section')
      .filter({ has: someone.getByRole('heading', { level: 2, name: section, exact: true }) })
      .locator('.brief-section-text');

  // Somebody's caret may stand inside a word: it is not part of the text.
  const written = (someone: Page) =>
    place(someone).evaluate((text) => {
      const copy = text.cloneNode(true) as HTMLElement;
      for (const caret of copy.querySelectorAll('.caret')) caret.remove();
      return copy.innerText;
    });

  await caretInSection(page, section);
  await caretInSection(other, section);
  const words = compose(input, ['ㄍ', 'ㄍㄨ', 'ㄍㄨㄥ', 'ㄍㄨㄥ'], '公民');
  await other.keyboard.type('meanwhile ', { delay: 20 });
  await words;
  await compose(input, ['ㄘ', 'ㄘㄢ', 'ㄘㄢ'], '參與');

  for (const someone of [page, other]) {
    await expect.poll(() => written(someone)).toContain('公民參與');
    await expect.poll(() => written(someone)).toContain('meanwhile');
    expect(await written(someone)).not.toMatch(bopomofo);
  }
  await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');
  expect(sent.some((frame) => frame.includes('公民'))).toBe(true);
  expect(sent.filter((frame) => bopomofo.test(frame))).toEqual([]);

  // One undo takes back one word, and only mine.
  await page.keyboard.press('Control+z');
  await expect.poll(() => written(other)).not.toContain('參與');
  await expect.poll(() => written(other)).toContain('公民');
  await page.keyboard.press('Control+z');
  await expect.poll(() => written(other)).not.toContain('公民');
  await expect.poll(() => written(other)).toContain('meanwhile');
  await Promise.all([composing!, typing!].map(({ context }) => context.close()));
});
