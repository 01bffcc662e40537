import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RefusedError } from './stop.ts';

const root = join(import.meta.dirname, '../..');
const handler = join(root, 'build/handler.js');
const stamp = join(root, 'build/.stamp');
const sources = [
  'src/**/*',
  'db/**/*.ts',
  'static/**/*',
  'project.inlang/settings.json',
  '*.config.js',
  'vite.config.ts',
  'package-lock.json'
];

/** Where the built handler is, for `import()`. */
export const handlerUrl = new URL('../../build/handler.js', import.meta.url).href;

/**
 * Builds when there is no build; with `fresh`, also when a source changed since the build this wrote down.
 * @throws RefusedError when the build fails
 */
export async function ensureBuild({
  fresh = false,
  say
}: {
  fresh?: boolean;
  say: (line: string) => void;
}): Promise<void> {
  const isBuilt = existsSync(handler);
  if (isBuilt && !fresh) return;
  const state = stateOfSources();
  if (isBuilt && existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
  say(
    isBuilt
      ? 'The source has changed: building again (about half a minute)…'
      : 'Building (about half a minute)…'
  );
  await build();
  writeFileSync(stamp, state);
}

function stateOfSources(): string {
  const hash = createHash('sha256');
  const skip = (path: string) => path.includes('i18n/paraglide') || path.endsWith('.test.ts');
  for (const path of globSync(sources, { cwd: root })
    .filter((path) => !skip(path))
    .sort()) {
    const stat = statSync(join(root, path));
    if (stat.isFile())
      hash
        .update(path)
        .update('\0')
        .update(readFileSync(join(root, path)))
        .update('\0');
  }
  return hash.digest('hex');
}

async function build(): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  if (!existsSync(vite))
    throw new RefusedError('There is no build, and the tools to make one are missing; run npm ci first.');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe']
  });
  let told = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (told = (told + chunk).slice(-8000)));
  const code = await new Promise((done, fail) => child.once('error', fail).once('close', done));
  if (code === 0) return;
  process.stderr.write(told);
  throw new RefusedError('The build failed; the lines above say why.');
}
