import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';

/** The brief's text while somebody may write in it. */
export const editorOf = (page: Page): Locator =>
  page.getByRole('textbox', { name: /brief|text|說明書|內文/i });

/** Opens a brief and waits until it can be written in. */
export async function openToWrite(page: Page, url: string): Promise<Locator> {
  await page.goto(url);
  const editor = editorOf(page);
  await expect(editor).toBeVisible();
  return editor;
}

/** Puts the caret at the end of a section's last paragraph, by clicking as a person would. */
export async function caretInSection(page: Page, title: string): Promise<void> {
  const heading = page.getByRole('heading', { level: 2, name: title, exact: true });
  const section = editorOf(page).locator('section').filter({ has: heading });
  await section.locator('.brief-section-text p').last().click();
  await page.keyboard.press('End');
}

/** What the page says about where the writing is saved. */
export const savedWords = (page: Page): Locator => page.locator('.saved-words');

/** The text somebody sees in the brief, sections apart, carets and labels left out. */
async function textSeen(page: Page): Promise<string> {
  return page.locator('article').evaluate((article) => {
    const copy = article.cloneNode(true) as HTMLElement;
    for (const chrome of copy.querySelectorAll(
      '[contenteditable="false"], .caret, h2, button, [aria-hidden="true"]'
    )) {
      chrome.remove();
    }
    return [...copy.querySelectorAll('p, li, h3, h4, pre')]
      .map((block) => block.textContent?.trim() ?? '')
      .join('\n');
  });
}

/** Waits until all of them see the same text; `skipped` is how many first lines are each reader's own. */
export async function seeTheSame(pages: readonly Page[], skipped = 0, timeout = 45_000): Promise<void> {
  const seen = async (page: Page) => (await textSeen(page)).split('\n').slice(skipped).join('\n');
  await expect(async () => {
    const [first, ...others] = await Promise.all(pages.map(seen));
    for (const other of others) expect(other).toBe(first);
  }).toPass({ timeout });
}

/** Cuts a browser from the server, as a tunnel does: requests fail and open sockets fall silent, then close. */
export async function enterTunnel(context: BrowserContext): Promise<void> {
  await context.setOffline(true);
}

export async function leaveTunnel(context: BrowserContext): Promise<void> {
  await context.setOffline(false);
}
