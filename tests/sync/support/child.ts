import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { DatabasePlace } from '#db/connect.server.ts';

/** A sync server in a process of its own. */
export type Child = {
  url: string;
  process: ChildProcess;
  startMs: number;
  exit: Promise<string>;
  stderr(): string;
};

/** Starts one over this database; resolves when it listens. */
export async function startChild({ databaseUrl, databaseFile }: DatabasePlace): Promise<Child> {
  const started = performance.now();
  const script = fileURLToPath(new URL('./childServer.ts', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify({ databaseUrl, databaseFile })], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: plainEnv()
  });
  let said = '';
  let complained = '';
  child.stderr!.on('data', (data: Buffer) => (complained += data.toString()));
  const exit = new Promise<string>((resolve) =>
    child.once('exit', (code, signal) => resolve(`exit ${code ?? signal}`))
  );
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout!.on('data', (data: Buffer) => {
      said += data.toString();
      const port = /listening (\d+)/.exec(said)?.[1];
      if (port) resolve(port);
    });
    void exit.then((how) => reject(new Error(`${how}: ${complained}`)));
  });
  return {
    url: `ws://127.0.0.1:${port}/collab`,
    process: child,
    startMs: performance.now() - started,
    exit,
    stderr: () => complained
  };
}

/** The environment without what the test runner put in. */
export function plainEnv(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, VITEST: _vitest, ...env } = process.env;
  return env;
}
