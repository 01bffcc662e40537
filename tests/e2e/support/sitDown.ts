import type { Browser, Page } from '@playwright/test';
import { beSomebody, joinAsGuest, type makePlace, type Place } from './joining.ts';
import { expect } from './test.ts';
import { openToWrite, savedWords } from './writing.ts';

type Server = Parameters<typeof makePlace>[0];

/** A guest who has opened the brief on a wide screen and may type. */
export async function sitDown(browser: Browser, server: Server, place: Place, name: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 700 } });
  await beSomebody(context, server, (await joinAsGuest(server, place.invitation, { name })).cookie);
  const page = await context.newPage();
  await openToWrite(page, server.url + place.path);
  await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');
  return page;
}
