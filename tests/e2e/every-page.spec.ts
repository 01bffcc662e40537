import type { Page } from '@playwright/test';
import type { Part, World } from './support/server.ts';
import { axe, expect, inLanguage, signInAs, test } from './support/test.ts';

type Stop = { name: string; path: (place: Place) => string; as?: Part; status?: number };
type Place = {
  programme: string;
  brief: string;
  invitation: string;
  invitationId: string;
  outsider: string;
};

const stops: Stop[] = [
  { name: 'home', path: () => '/' },
  { name: 'home', path: () => '/', as: 'facilitator' },
  { name: 'sign-in', path: () => '/sign-in' },
  { name: 'sign-up', path: ({ invitation }) => `/sign-up?invitation=${invitation}` },
  { name: 'sign-out', path: () => '/sign-out', as: 'guest' },
  { name: 'account', path: () => '/account', as: 'facilitator' },
  { name: 'account', path: () => '/account', as: 'guest' },
  { name: 'forgotten password', path: () => '/forgot-password' },
  { name: 'ended reset link', path: () => '/reset-password/nothing', status: 404 },
  { name: 'accounts', path: () => '/admin/accounts', as: 'admin' },
  { name: 'nobody found', path: () => '/admin/accounts?q=zzz', as: 'admin' },
  { name: 'one account', path: ({ outsider }) => `/admin/accounts/${outsider}`, as: 'admin' },
  { name: 'mail', path: () => '/admin/mail', as: 'admin' },
  { name: 'keeping a place', path: () => '/account/claim', as: 'guest' },
  { name: 'code', path: () => '/join' },
  { name: 'about', path: () => '/about' },
  { name: 'api', path: () => '/api' },
  { name: 'new programme', path: () => '/p/new', as: 'facilitator' },
  { name: 'programme', path: ({ programme }) => programme },
  { name: 'programme', path: ({ programme }) => programme, as: 'facilitator' },
  { name: 'programme settings', path: ({ programme }) => `${programme}/edit`, as: 'facilitator' },
  { name: 'people', path: ({ programme }) => `${programme}/people` },
  { name: 'people', path: ({ programme }) => `${programme}/people`, as: 'facilitator' },
  { name: 'all codes', path: ({ programme }) => `${programme}/invitations`, as: 'facilitator' },
  {
    name: 'one code',
    path: ({ programme, invitationId }) => `${programme}/invitations/${invitationId}`,
    as: 'facilitator'
  },
  { name: 'join', path: ({ invitation }) => `/j/${invitation}` },
  { name: 'join with an account', path: ({ invitation }) => `/j/${invitation}`, as: 'outsider' },
  { name: 'join by an unknown link', path: () => '/j/not-an-invitation', status: 404 },
  { name: 'new brief', path: ({ programme }) => `${programme}/briefs/new`, as: 'facilitator' },
  { name: 'brief', path: ({ brief }) => brief },
  { name: 'brief', path: ({ brief }) => brief, as: 'facilitator' },
  { name: 'brief', path: ({ brief }) => brief, as: 'observer' },
  { name: 'brief card', path: ({ brief }) => `${brief}/edit`, as: 'facilitator' },
  { name: 'record', path: ({ programme }) => `${programme}/record` },
  { name: 'unknown page', path: () => '/no-such-page', status: 404 }
];

const parts = [undefined, ...new Set(stops.flatMap((stop) => stop.as ?? []))];

// Each page is walked in both languages on both screens. Axe judges it twice, so that it meets either language, screen and
// light once: English by day on a desktop and Chinese by night on a phone, or the other way round, turn about.
for (const locale of ['en', 'zh-tw'] as const) {
  for (const part of parts) {
    const who = part ?? 'stranger';
    test(`every page of the ${who} in ${locale} is free of faults and fits its screen`, async ({
      browser,
      seededServer,
      world,
      isMobile,
      viewport
    }) => {
      test.setTimeout(120_000);
      const context = await browser.newContext({
        baseURL: seededServer.url,
        viewport,
        isMobile,
        hasTouch: isMobile,
        colorScheme: locale === 'zh-tw' ? 'dark' : 'light'
      });
      await inLanguage(context, seededServer.url, locale);
      if (part) await signInAs(context, seededServer, part);
      const page = await context.newPage();
      const faults: Record<string, string[]> = {};
      const turn = (locale === 'zh-tw') === isMobile ? 0 : 1;
      for (const [index, stop] of stops.entries()) {
        if (stop.as !== part) continue;
        const found = await faultsOf(page, stop, stop.path(placeIn(world)), index % 2 === turn);
        if (found.length > 0) faults[stop.name] = found;
      }
      await context.close();
      expect(faults).toEqual({});
    });
  }
}

function placeIn({ programmeId, briefId, invitation, invitationId, cast }: World): Place {
  const programme = `/p/${programmeId}`;
  const brief = `${programme}/briefs/${briefId}`;
  return { programme, brief, invitation, invitationId, outsider: cast.outsider.id };
}

async function faultsOf(page: Page, stop: Stop, path: string, isJudged: boolean): Promise<string[]> {
  const faults: string[] = [];
  const onError = (error: Error) => void faults.push(`threw: ${error.message}`);
  const onConsole = (message: { type(): string; text(): string }) => {
    // The browser itself reports an answer that is meant to be a refusal.
    const isMeant = stop.status !== undefined && message.text().includes(String(stop.status));
    if (message.type() === 'error' && !isMeant) faults.push(`console: ${message.text()}`);
  };
  page.on('pageerror', onError);
  page.on('console', onConsole);
  const answer = await page.goto(path);
  if (answer?.status() !== (stop.status ?? 200)) faults.push(`answered ${answer?.status()}`);
  if (stop.name === 'brief' && stop.as === 'facilitator') await page.getByRole('textbox').first().waitFor();
  if (isJudged) faults.push(...(await axe(page)));
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth
  );
  if (overflow > 0) faults.push(`is ${overflow} px wider than the screen`);
  page.off('pageerror', onError);
  page.off('console', onConsole);
  return faults;
}
