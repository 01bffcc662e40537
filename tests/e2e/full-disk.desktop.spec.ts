import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { committedText, joinAsGuest, makePlace, beSomebody, asPart } from './support/joining.ts';
import { startServer, type RunningServer, type World } from './support/server.ts';
import { expect, inLanguage, test } from './support/test.ts';
import { openToWrite, savedWords } from './support/writing.ts';

type Server = RunningServer & { world: World };

/** A disk that can be filled and emptied while the server runs on it. */
type Disk = {
  server: Server;
  how: string;
  fill(): Promise<void>;
  empty(): Promise<void>;
  end(): Promise<void>;
};

/** A small disk of its own where the system lets us mount one; else the database itself is told that there is no more room. */
async function smallDisk(): Promise<Disk> {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return limitedDatabase();
  }
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  const server = (await startServer({ seeded: true, database: 'sqlite' }).finally(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  })) as Server;
  const ballast = join(folder, 'ballast');
  return {
    server,
    how: 'a mounted disk of 48 MB, filled to the last byte (ENOSPC)',
    async fill() {
      const file = await open(ballast, 'w');
      try {
        for (const size of [1024 * 1024, 4096]) await writeUntilFull(file, Buffer.alloc(size));
      } finally {
        await file.close();
      }
      expect(statfsSync(folder).bavail).toBe(0);
    },
    empty: () => rm(ballast),
    async end() {
      await server.stop();
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true });
    }
  };
}

async function writeUntilFull(file: Awaited<ReturnType<typeof open>>, piece: Buffer): Promise<void> {
  try {
    for (;;) await file.writeFile(piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

async function limitedDatabase(): Promise<Disk> {
  const preload = resolve(import.meta.dirname, 'support/fullDisk.ts');
  const server = (await startServer({
    seeded: true,
    database: 'sqlite',
    env: { NODE_OPTIONS: `--import=${preload}` }
  })) as Server;
  const sign = join(server.dataDir, 'full');
  return {
    server,
    how: 'SQLite’s own limit of pages (SQLITE_FULL), since nothing may be mounted here',
    async fill() {
      await (await open(sign, 'w')).close();
      await expect.poll(() => server.output()).toContain('the database is full');
    },
    async empty() {
      await rm(sign);
      await expect.poll(() => server.output()).toContain('the database has room');
    },
    end: () => server.stop()
  };
}

test('the disk fills up while people write: they are told, nothing is lost, and it saves by itself again', async ({
  browser
}) => {
  test.setTimeout(240_000);
  const disk = await smallDisk();
  const { server } = disk;
  test.info().annotations.push({ type: 'how the disk was filled', description: disk.how });
  console.log(disk.how);
  try {
    const place = await makePlace(server, { programme: 'Full disk', brief: 'Full disk' });
    const seats = await Promise.all(
      (['en', 'zh-tw'] as const).map(async (locale) => {
        const { cookie } = await joinAsGuest(server, place.invitation, { name: `Writer ${locale}` });
        const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
        await inLanguage(context, server.url, locale);
        await beSomebody(context, server, cookie);
        const page = await context.newPage();
        const editor = await openToWrite(page, server.url + place.path);
        await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');
        return { locale, context, page, editor };
      })
    );
    const [english, chinese] = [seats[0]!, seats[1]!];
    await english.editor.locator('p').first().click();
    await english.page.keyboard.type('acknowledged-first ');
    await chinese.editor.locator('p').last().click();
    await chinese.page.keyboard.type('acknowledged-second ');
    for (const { page } of seats) {
      await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');
      await expect(page.locator('article')).toContainText('acknowledged-first');
      await expect(page.locator('article')).toContainText('acknowledged-second');
    }

    await disk.fill();
    // Room inside files that exist already may take a few words more; then the disk refuses.
    for (const [index, { page }] of seats.entries()) {
      await expect(async () => {
        await page.keyboard.type(`full-${index} `);
        await expect(savedWords(page)).toHaveAttribute('data-state', 'kept', { timeout: 1500 });
      }).toPass({ timeout: 60_000 });
    }
    await expect(savedWords(english.page).locator('.words')).toHaveText(/\d+ changes? kept on this device/);
    await expect(savedWords(chinese.page).locator('.words')).toHaveText(/有 \d+ 筆修改暫存在這台裝置/);
    // One small row may still find room in a page that is there already.
    const invite = () =>
      asPart(server, 'facilitator')('POST', `/programmes/${place.programme}/invitations`, {
        sector: 'business'
      });
    let refused = await invite();
    for (let n = 0; n < 200 && refused.status === 201; n++) refused = await invite();
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: 'storage_unavailable' });
    // Reading goes on, and what was acknowledged is there.
    const text = await committedText(server, place.brief);
    expect(text).toContain('acknowledged-first');
    expect(text).toContain('acknowledged-second');
    const reader = await browser.newContext();
    const observer = await reader.newPage();
    expect((await observer.goto(server.url + place.path))?.status()).toBe(200);
    await expect(observer.locator('article')).toContainText('acknowledged-first');
    await reader.close();
    await english.page.keyboard.type('still-typing ');

    await disk.empty();
    for (const { page } of seats) {
      await expect(savedWords(page)).toHaveAttribute('data-state', 'saved', { timeout: 45_000 });
      await page.keyboard.type('room-again ');
      await expect(savedWords(page)).toHaveAttribute('data-state', 'saved');
    }
    await server.kill();
    await server.restart();
    const after = await committedText(server, place.brief);
    for (const word of ['acknowledged-first', 'acknowledged-second', 'full-0', 'full-1', 'still-typing']) {
      expect(after).toContain(word);
    }
    expect(after.match(/room-again/g)).toHaveLength(2);
    for (const { context } of seats) await context.close();
  } finally {
    await disk.end();
  }
});
