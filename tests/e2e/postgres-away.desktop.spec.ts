import { openCluster } from '../support/postgres/cluster.ts';
import { openLossyLine } from '../support/postgres/lossyLine.ts';
import { asPart, beSomebody, committedText, headerOf, joinAsGuest, makePlace } from './support/joining.ts';
import { startServer, type RunningServer, type World } from './support/server.ts';
import { expect, inLanguage, test } from './support/test.ts';
import { openToWrite, savedWords } from './support/writing.ts';

type Server = RunningServer & { world: World };

test('PostgreSQL goes away while people write and comes back: they are told, nothing is lost, nobody restarts anything', async ({
  browser
}) => {
  test.setTimeout(180_000);
  const cluster = await openCluster();
  const line = await openLossyLine(cluster.url('postgres'));
  const server = (await startServer({
    seeded: true,
    database: 'postgres',
    databaseUrl: line.url
  })) as Server;
  try {
    const place = await makePlace(server, { programme: 'Away', brief: 'Away' });
    const seats = await Promise.all(
      (['en', 'zh-tw'] as const).map(async (locale) => {
        const { cookie } = await joinAsGuest(server, place.invitation, { name: `Writer ${locale}` });
        const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
        await inLanguage(context, server.url, locale);
        await beSomebody(context, server, cookie);
        const page = await context.newPage();
        const editor = await openToWrite(page, server.url + place.path);
        await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');
        return { locale, cookie, context, page, editor };
      })
    );
    const [english, chinese] = [seats[0]!, seats[1]!];
    const words = ['acknowledged-en', 'acknowledged-zh'];
    await english.editor.locator('p').first().click();
    await english.page.keyboard.type('acknowledged-en ');
    await chinese.editor.locator('p').last().click();
    await chinese.page.keyboard.type('acknowledged-zh ');
    for (const { page } of seats) await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');

    const ways = {
      kill: [cluster.kill, cluster.start],
      stop: [cluster.stop, cluster.start],
      silence: [line.fallSilent, line.speakAgain]
    } as const;
    for (const [how, [goAway, comeBack]] of Object.entries(ways)) {
      await goAway();
      for (const { page, locale } of seats) {
        await page.keyboard.type(`${how}-away-${locale} `);
        words.push(`${how}-away-${locale}`);
        await expect(savedWords(page)).toHaveAttribute('data-state', 'kept', { timeout: 30_000 });
      }
      await expect(savedWords(english.page).locator('.words')).toHaveText(/\d+ changes? kept on this device/);
      await expect(savedWords(chinese.page).locator('.words')).toHaveText(/有 \d+ 筆修改暫存在這台裝置/);
      await readersAreTold(server, place.path, headerOf(chinese.cookie));
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      // An answer of the seconds before it went away may still be given.
      await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status).toBe(503);

      await comeBack();
      for (const { page, locale } of seats) {
        await expect(savedWords(page)).toHaveAttribute('data-state', 'saved', { timeout: 45_000 });
        await page.keyboard.type(`${how}-back-${locale} `);
        words.push(`${how}-back-${locale}`);
        await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');
      }
    }
    const text = await committedText(server, place.brief);
    for (const word of words) expect(text.split(word)).toHaveLength(2);
    for (const { context } of seats) await context.close();
  } finally {
    await server.stop();
    await line.close();
    await cluster.close();
  }
});

/** One sentence and 503, for strangers and for those who are signed in, on pages and in the API; never a 500. */
async function readersAreTold(server: Server, path: string, cookie: string): Promise<void> {
  const ask = (to: string, headers: Record<string, string> = {}) =>
    fetch(server.url + to, { headers: { accept: 'text/html', 'accept-language': 'zh-TW', ...headers } });
  for (const answer of [
    await ask(path),
    await ask('/'),
    await ask(path, { cookie }),
    await ask('/', { cookie })
  ]) {
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('伺服器暫時無法回應');
  }
  const api = await asPart(server, 'facilitator')('GET', '/programmes');
  expect(api.status).toBe(503);
  expect(await api.json()).toMatchObject({ code: 'storage_unavailable' });
}
