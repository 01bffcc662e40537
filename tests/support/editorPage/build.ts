import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';

export const PAGE = 'tests/support/editorPage/index.html';
/** The project's root, from which the page is built and served. */
export const root = new URL('../../..', import.meta.url).pathname;

/**
 * The folder with the built page: a development server would send hundreds of files to each visitor. Test files run in
 * processes of their own; the first to come builds, the others wait for it.
 */
export async function builtPage(): Promise<string> {
  const folder = process.env.GROUNDWORK_EDITOR_PAGE;
  if (!folder) throw new Error('No folder was made for this run (tests/support/editorPage/setup.ts).');
  const outDir = join(folder, 'page');
  const done = join(folder, 'done');
  if (!(await mine(join(folder, 'building')))) {
    while (!(await exists(done))) await later(100);
    return outDir;
  }
  await build({
    ...{ configFile: false, root, logLevel: 'error' },
    plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
    build: { outDir, emptyOutDir: true, rollupOptions: { input: join(root, PAGE) } }
  });
  await writeFile(done, '');
  return outDir;
}

const mine = (folder: string) =>
  mkdir(folder).then(
    () => true,
    () => false
  );
const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false
  );
