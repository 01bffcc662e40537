import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type BrowserContext } from '@playwright/test';
import { systemBrowser } from '../e2e/support/browser.ts';
import { startServer, type Part } from '../e2e/support/server.ts';

/**
 * Takes a picture of every page in both languages, light and dark, phone and desktop, for people to look at:
 * `npm run screenshots -- [folder] [part of a page's name]`.
 */
const [folder = 'screenshots', only = ''] = process.argv.slice(2);
const screens = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } } as const;

const empty = await startServer({ seeded: false });
const server = await startServer({ seeded: true });
const { world } = server;
if (!world) throw new Error('The sample programme is missing.');
const programme = `/p/${world.programmeId}`;
const brief = `${programme}/briefs/${world.briefId}`;

type Stop = { name: string; path: string; as?: Part; at?: string; full?: boolean };
const stops: Stop[] = [
  { name: 'home-stranger', path: '/' },
  { name: 'home-empty', path: '/', at: empty.url },
  { name: 'setup', path: empty.setupLink ?? '/', at: '' },
  { name: 'home-facilitator', path: '/', as: 'facilitator' },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'sign-up', path: `/sign-up?invitation=${world.invitation}` },
  { name: 'sign-out', path: '/sign-out', as: 'guest' },
  { name: 'account', path: '/account', as: 'facilitator' },
  { name: 'account-guest', path: '/account', as: 'guest' },
  { name: 'claim', path: '/account/claim', as: 'guest' },
  { name: 'forgot-off', path: '/forgot-password' },
  { name: 'reset-ended', path: '/reset-password/nothing' },
  { name: 'admin-accounts', path: '/admin/accounts', as: 'admin' },
  { name: 'admin-account', path: `/admin/accounts/${world.cast.outsider.id}`, as: 'admin' },
  { name: 'admin-mail', path: '/admin/mail', as: 'admin' },
  { name: 'about', path: '/about' },
  { name: 'api', path: '/api' },
  { name: 'programme-new', path: '/p/new', as: 'facilitator' },
  { name: 'programme-stranger', path: programme },
  { name: 'programme-facilitator', path: programme, as: 'facilitator' },
  { name: 'programme-edit', path: `${programme}/edit`, as: 'facilitator' },
  { name: 'programme-phases', path: `${programme}/phases`, as: 'facilitator' },
  { name: 'people', path: `${programme}/people`, as: 'facilitator' },
  { name: 'people-stranger', path: `${programme}/people` },
  { name: 'invitations-print', path: `${programme}/invitations`, as: 'facilitator' },
  { name: 'invitation-large', path: `${programme}/invitations/${world.invitationId}`, as: 'facilitator' },
  { name: 'join-code', path: '/join' },
  { name: 'join', path: `/j/${world.invitation}` },
  { name: 'join-known', path: `/j/${world.invitation}`, as: 'outsider' },
  { name: 'join-unknown', path: '/j/not-an-invitation' },
  { name: 'brief-new', path: `${programme}/briefs/new`, as: 'facilitator' },
  { name: 'brief-observer', path: brief, full: false },
  { name: 'brief-observer-whole', path: brief },
  { name: 'brief-writer', path: brief, as: 'government', full: false },
  { name: 'brief-writer-whole', path: brief, as: 'government' },
  { name: 'brief-edit', path: `${brief}/edit`, as: 'facilitator' },
  { name: 'brief-export', path: `${brief}/export` },
  { name: 'brief-export-page', path: `${brief}/export/html?show` },
  { name: 'record', path: `${programme}/record` },
  { name: 'search', path: '/search?q=%E6%B2%99%E5%8C%85' },
  { name: 'search-inside', path: `${programme}/search?q=%E6%B2%99%E5%8C%85` },
  { name: 'search-none', path: '/search?q=zzzz' },
  { name: 'search-first', path: '/search' },
  { name: 'not-found', path: '/no-such-page' }
];

const browser = await chromium.launch({ executablePath: systemBrowser(), args: ['--no-sandbox'] });
try {
  await mkdir(folder, { recursive: true });
  for (const [screen, viewport] of Object.entries(screens)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const locale of ['en', 'zh-tw'] as const) {
        for (const stop of stops.filter(({ name }) => name.includes(only))) {
          const context = await browser.newContext({ viewport, colorScheme, isMobile: screen === 'phone' });
          await take(context, stop, `${stop.name}.${screen}.${locale}.${colorScheme}.png`, locale);
          await context.close();
        }
      }
    }
  }
} finally {
  await browser.close();
  await server.stop();
  await empty.stop();
}

async function take(context: BrowserContext, stop: Stop, file: string, locale: string) {
  const base = stop.at ?? server.url;
  const cookies = [{ name: 'PARAGLIDE_LOCALE', value: locale, url: base || empty.url }];
  if (stop.as) cookies.push({ ...world!.cast[stop.as].cookie, url: server.url });
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.goto(`${base}${stop.path}`);
  if (stop.name.startsWith('brief-writer')) await page.getByRole('textbox').first().waitFor();
  await page.screenshot({ path: join(folder, file), fullPage: stop.full ?? true });
}
