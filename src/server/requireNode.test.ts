import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let clone: string;

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'groundwork-clone-'));
  for (const path of ['package.json', 'src/server/requireNode.js']) cpSync(path, join(clone, path));
  for (const entry of ['demo.ts', 'dev.ts'])
    writeFileSync(join(clone, 'src/server', entry), "console.log('begins');");
});

afterEach(() => rmSync(clone, { recursive: true }));

function run(entry: string, ...before: string[]) {
  const words = [...before, '--import', './src/server/requireNode.js', `src/server/${entry}`];
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((done) =>
    execFile(process.execPath, words, { cwd: clone }, (error, stdout, stderr) =>
      done({ code: error ? error.code : 0, stdout, stderr })
    )
  );
}

const install = () => symlinkSync(resolve('node_modules'), join(clone, 'node_modules'), 'dir');

function prepare() {
  mkdirSync(join(clone, 'src/lib/i18n/paraglide'), { recursive: true });
  writeFileSync(join(clone, 'src/lib/i18n/paraglide/messages.js'), '');
}

it('a clone without its packages is told to install them', async () => {
  const { code, stdout, stderr } = await run('demo.ts');
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^The packages .* are not all installed \(.* is missing\); run "npm ci" first\.\n$/);
});

it('a clone whose texts were not made ready is told to make them', async () => {
  install();
  const { code, stderr } = await run('demo.ts');
  expect(code).toBe(1);
  expect(stderr).toBe('The texts of the interface have not been made ready; run "npm run prepare" first.\n');
});

it('an older Node is told what to run', async () => {
  const older = `data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'20.1.0'}})`;
  const { code, stderr } = await run('demo.ts', '--import', older);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Groundwork needs Node 22\.18 or newer, and this is 20\.1\.0; run "npm ci" .*\n$/);
});

it('a production install lacks the dev server, and only that', async () => {
  prepare();
  const names = Object.keys(
    (await import('../../package.json', { with: { type: 'json' } })).default.dependencies
  );
  for (const name of names) mkdirSync(join(clone, 'node_modules', name), { recursive: true });
  expect(await run('demo.ts')).toMatchObject({ code: 0, stdout: 'begins\n' });
  expect((await run('dev.ts')).stderr).toContain('(vite is missing); run "npm ci" first.');
});

it('a clone that was installed begins', async () => {
  install();
  prepare();
  expect(await run('dev.ts')).toEqual({ code: 0, stdout: 'begins\n', stderr: '' });
});
