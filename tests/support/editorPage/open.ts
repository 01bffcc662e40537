import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from '@playwright/test';
import { preview } from 'vite';
import { systemBrowser } from '../../e2e/support/browser.ts';
import { builtPage, PAGE, root } from './build.ts';

/** The editor alone in a real browser, served from the sources. */
export type EditorPages = {
  /** a person in their own browser */
  open(query: Record<string, string>, context?: BrowserContext): Promise<Person>;
  newContext(): Promise<BrowserContext>;
  stop(): Promise<void>;
};
export type Person = { page: Page; context: BrowserContext; keys: CDPSession };

/** Serves the built page and starts a browser. */
export async function serveEditorPages(): Promise<EditorPages> {
  const outDir = await builtPage();
  const server = await preview({
    ...{ configFile: false, root, logLevel: 'error' },
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 }
  });
  const origin = server.resolvedUrls!.local[0]!;
  const browser: Browser = await chromium.launch({
    executablePath: systemBrowser(),
    args: ['--no-sandbox']
  });
  const newContext = () => browser.newContext({ viewport: { width: 900, height: 800 } });
  return {
    newContext,
    async open(query, given) {
      const context = given ?? (await newContext());
      const page = await context.newPage();
      page.on('pageerror', (error) => console.error('page:', error));
      await page.goto(`${origin}${PAGE}?${new URLSearchParams(query)}`);
      return { page, context, keys: await context.newCDPSession(page) };
    },
    async stop() {
      await browser.close();
      await server.close();
    }
  };
}
