import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { beSomebody, joinAsGuest, makePlace } from './support/joining.ts';
import { expect, test } from './support/test.ts';
import { openToWrite } from './support/writing.ts';

/** kB of script, each file gzipped, that a page asks for by itself until it is quiet; all in one language. */
async function weigh(page: Page, locale: Locale, open: () => Promise<unknown>): Promise<number> {
  const names: string[] = [];
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script' || response.url().endsWith('.js')) {
      bodies.push(response.body());
      names.push(response.url());
    }
  });
  await open();
  await page.waitForLoadState('networkidle');
  const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
  expect(sizes.length).toBeGreaterThan(3);
  expect(names.filter((name) => name.endsWith('.zh-tw.js') !== (locale === 'zh-tw'))).toEqual([]);
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

type Locale = 'en' | 'zh-tw';
const pages = [
  ['programme', 'en'],
  ['programme', 'zh-tw'],
  ['brief', 'en'],
  ['brief', 'zh-tw'],
  ['writer', 'en']
] as const;

/** What the pages may weigh (kB), and, as a ratchet, what they weigh now where that is still more. */
const targets = { programme: 60, brief: 60, writer: 280 };
const limits = { programme: 59.5, brief: 68.5, writer: 280 };

test('pages stay light: readers download no editor, writers not much more than it', async ({
  browser,
  seededServer
}) => {
  const place = await makePlace(seededServer, { programme: 'Weight', brief: 'Weight' });
  const { cookie } = await joinAsGuest(seededServer, place.invitation, { name: 'Writer' });
  const weights = { programme: 0, brief: 0, writer: 0 };
  for (const [kind, locale] of pages) {
    const context = await browser.newContext({ locale });
    if (kind === 'writer') await beSomebody(context, seededServer, cookie);
    const page = await context.newPage();
    const path = kind === 'programme' ? `/p/${place.programme}` : place.path;
    const weight = await weigh(page, locale, () =>
      kind === 'writer' ? openToWrite(page, seededServer.url + path) : page.goto(seededServer.url + path)
    );
    weights[kind] = Math.max(weights[kind], weight);
    const description = `${weight.toFixed(1)} kB of script (gzip), limit ${limits[kind]}, target ${targets[kind]}`;
    test.info().annotations.push({ type: `${kind} ${locale}`, description });
    console.log(`${kind} ${locale}: ${description}`);
    await context.close();
  }
  for (const kind of ['programme', 'brief', 'writer'] as const)
    expect.soft(weights[kind], kind).toBeLessThanOrEqual(limits[kind]);
});
