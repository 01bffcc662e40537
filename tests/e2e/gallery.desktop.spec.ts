import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { axe, expect, test } from './support/test.ts';

const root = resolve(import.meta.dirname, '../..');
let dataDir: string;
let dev: ChildProcess;
let url: string;

// The gallery is for those who build: only the development server shows it.
test.beforeAll(async () => {
  test.setTimeout(120_000);
  dataDir = await mkdtemp(join(tmpdir(), 'groundwork-dev-'));
  const port = await freePort();
  url = `http://127.0.0.1:${port}/gallery`;
  dev = spawn(process.execPath, ['src/server/dev.ts'], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'warn' },
    stdio: 'ignore'
  });
  await expect
    .poll(
      () =>
        fetch(url).then(
          (answer) => answer.status,
          () => 0
        ),
      { timeout: 90_000 }
    )
    .toBe(200);
});

test.afterAll(async () => {
  const gone = new Promise((done) => dev.once('exit', done));
  dev.kill('SIGKILL');
  await gone;
  await rm(dataDir, { recursive: true, force: true });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every component stands in the gallery without a fault that axe can find, ${colorScheme}`, async ({
    page
  }) => {
    await page.emulateMedia({ colorScheme });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(url);
    const dialog = page.getByRole('dialog');
    // Hydrated: the buttons do something.
    await expect(async () => {
      await page.getByRole('button', { name: 'Dialog', exact: true }).click();
      await expect(dialog).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 60_000 });
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'News 新紀錄' }).click();
    await expect(page.getByText('3 new')).toBeVisible();
    await page.getByRole('button', { name: 'Find 尋找' }).click();
    await expect(page.getByRole('search')).toBeVisible();
    expect(await axe(page)).toEqual([]);
    expect(errors).toEqual([]);
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
