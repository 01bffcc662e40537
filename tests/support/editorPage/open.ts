import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from '@playwright/test';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, preview } from 'vite';

const PAGE = 'tests/support/editorPage/index.html';

/** The editor alone in a real browser, served from the sources. */
export type EditorPages = {
  /** a person in their own browser */
  open(query: Record<string, string>, context?: BrowserContext): Promise<Person>;
  newContext(): Promise<BrowserContext>;
  stop(): Promise<void>;
};
export type Person = { page: Page; context: BrowserContext; keys: CDPSession };

/** Builds the page once (a development server would send hundreds of files to each visitor) and serves it. */
export async function serveEditorPages(): Promise<EditorPages> {
  const root = new URL('../../..', import.meta.url).pathname;
  const outDir = await mkdtemp(join(tmpdir(), 'groundwork-editor-'));
  const shared = { configFile: false, root, logLevel: 'error' } as const;
  await build({
    ...shared,
    plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
    build: { outDir, emptyOutDir: true, rollupOptions: { input: join(root, PAGE) } }
  });
  const server = await preview({ ...shared, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
  const origin = server.resolvedUrls!.local[0]!;
  const browser: Browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
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
      await rm(outDir, { recursive: true, force: true });
    }
  };
}
