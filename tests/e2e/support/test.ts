import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import type AxeCore from 'axe-core';
import { startServer, type DatabaseKind, type Part, type RunningServer, type World } from './server.ts';

type Workers = {
  /** the app with the sample programme; shared by the tests of one worker, so change only what you made yourself */
  seededServer: RunningServer & { world: World };
};
type Tests = {
  /** the app on an empty database, for this test alone */
  emptyServer: RunningServer;
  world: World;
};

export const test = base.extend<Tests, Workers>({
  seededServer: [
    async ({}, use, { project }) => {
      const database = (project.metadata as { database?: DatabaseKind }).database;
      const server = await startServer({ seeded: true, database });
      await use(server as RunningServer & { world: World });
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 }
  ],
  emptyServer: async ({}, use) => {
    const server = await startServer({ seeded: false });
    await use(server);
    await server.stop();
  },
  world: async ({ seededServer }, use) => use(seededServer.world),
  baseURL: async ({ seededServer }, use) => use(seededServer.url)
});

export { expect };

/** Makes a browser context be somebody of the sample programme. */
export async function signInAs(context: BrowserContext, server: RunningServer, part: Part): Promise<void> {
  if (!server.world) throw new Error('This server has no sample programme.');
  await context.addCookies([
    { ...server.world.cast[part].cookie, url: server.url, httpOnly: true, sameSite: 'Lax' }
  ]);
}

/** Shows the interface in one language, as the language switch does. */
export async function inLanguage(
  context: BrowserContext,
  url: string,
  locale: 'en' | 'zh-tw'
): Promise<void> {
  await context.addCookies([{ name: 'PARAGLIDE_LOCALE', value: locale, url }]);
}

// Less than half of what the package gives out by itself, and sent once a page: sending it took longer than its work.
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Every fault axe finds on the page as it is now, in short lines; `[]` is the only good answer. */
export async function axe(page: Page): Promise<string[]> {
  expect(page.frames(), 'a page without frames, which axe would have to enter').toHaveLength(1);
  await page.evaluate(atRest);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  return page.evaluate(faultsFound);
}

async function faultsFound(): Promise<string[]> {
  const { axe: judge } = window as unknown as { axe: typeof AxeCore };
  const { violations } = await judge.run({
    resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}

/** Ends when nothing moves any more: what is half faded in has half its contrast. */
async function atRest(): Promise<void> {
  const moving = document
    .getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(moving.map(({ finished }) => finished));
}
