import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { perform } from '#server/cli/perform.ts';
import { sentenceFor } from '#server/stop.ts';
import { bareEnv } from './bareEnv.ts';

export type Ended = { code: unknown; out: string; err: string };

const script = join(import.meta.dirname, '../../src/server/cli.ts');

/** Runs the command line in a process of its own, on this data folder and with nothing of our environment. */
export async function commandLine(
  env: { DATA_DIR: string; DATABASE_URL?: string },
  ...args: (string | { stdin: string })[]
): Promise<Ended> {
  const words = args.filter((arg) => typeof arg === 'string');
  const given = args.find((arg) => typeof arg === 'object');
  const child = spawn(process.execPath, [script, ...words], {
    env: { ...bareEnv(), ...env },
    timeout: 50_000
  });
  child.stdin.end(given?.stdin ?? '');
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const code = await new Promise((done) => child.once('close', done));
  return { code, out, err };
}

/** The same within this process, which takes a hundredth of the time. */
export async function commandHere(
  env: { DATA_DIR: string; DATABASE_URL?: string; ORIGIN?: string },
  ...args: string[]
): Promise<Ended> {
  const done = await perform(args, env);
  if ('text' in done) return { code: 0, out: `${done.text}\n`, err: done.note ? `${done.note}\n` : '' };
  return { code: 1, out: '', err: `${sentenceFor(done.error, done.config)}\n` };
}
