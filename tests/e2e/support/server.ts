import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { test } from '@playwright/test';
import { bareEnv } from '../../support/bareEnv.ts';
import { createDatabase } from '../../support/postgres/databases.ts';

const root = resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);
const STARTS_WITHIN = 60_000;
const STOPS_WITHIN = 15_000;

/** Somebody of the sample programme, and how to be them. */
export type CastMember = {
  id: string;
  name: string;
  email: string | null;
  token: string | null;
  cookie: { name: string; value: string };
};
export type Part =
  | 'admin'
  | 'facilitator'
  | 'contributor'
  | 'commenter'
  | 'observer'
  | 'guest'
  | 'outsider'
  | 'government'
  | 'business';
export type World = {
  programmeId: string;
  briefId: string;
  /** the secret of an open invitation for a contributor */
  invitation: string;
  invitationId: string;
  cast: Record<Part, CastMember>;
};

export type RunningServer = {
  url: string;
  dataDir: string;
  /** null where the database is the file `groundwork.db` in `dataDir` */
  databaseUrl: string | null;
  /** null on a server that was not seeded */
  world: World | null;
  /** the one-time set-up link, on an empty database */
  setupLink: string | null;
  /** everything it printed */
  output(): string;
  /** The process is gone at once, as in a power cut; the data stays. */
  kill(): Promise<void>;
  /** Starts the same data again, on the same port. */
  restart(): Promise<void>;
  /** Ends the process and removes the data. */
  stop(): Promise<void>;
};

export type DatabaseKind = 'sqlite' | 'postgres';

/** Which database the stories of this project are told on (playwright.config.ts). */
function kindOfProject(): DatabaseKind {
  try {
    return (test.info().project.metadata as { database?: DatabaseKind }).database ?? 'sqlite';
  } catch {
    // Outside of a story, as when pictures are taken.
    return 'sqlite';
  }
}

/**
 * Starts the built app on a free port of this machine with a data folder and a database of its own, and waits until it is
 * ready.
 * @param options.databaseUrl an empty database to use instead of one that is made here
 */
export async function startServer(options: {
  seeded: boolean;
  env?: NodeJS.ProcessEnv;
  /** where ORIGIN must name it beforehand; any free one otherwise */
  port?: number;
  database?: DatabaseKind;
  databaseUrl?: string;
}): Promise<RunningServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'groundwork-e2e-'));
  const kind = options.database ?? kindOfProject();
  const made =
    kind === 'postgres' && !options.databaseUrl
      ? await createDatabase(process.env.GROUNDWORK_TEST_POSTGRES!, options.seeded ? 'sample' : 'empty')
      : null;
  const databaseUrl = options.databaseUrl ?? made?.url;
  const env = {
    ...cleanEnvironment(),
    ...options.env,
    ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn'
  };
  const remove = async () => {
    await made?.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const world = options.seeded ? await sampleFor(kind, env, { isCopied: made !== null }) : null;
    let process_ = await launch({ ...env, PORT: String(options.port ?? 0) });
    const { url } = process_;
    const port = new URL(url).port;
    return {
      url,
      dataDir,
      databaseUrl: databaseUrl ?? null,
      world,
      setupLink: process_.setupLink,
      output: () => process_.output(),
      kill: () => end(process_.child, 'SIGKILL'),
      async restart() {
        await end(process_.child, 'SIGTERM');
        process_ = await launch({ ...env, PORT: port });
      },
      async stop() {
        await end(process_.child, 'SIGTERM');
        await remove();
      }
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Where the sample programme of each kind lies once it has been seeded for all stories (samples.ts). */
export const sampleFiles = (folder: string) => ({
  database: join(folder, 'groundwork.db'),
  world: (kind: DatabaseKind) => join(folder, `world.${kind}.json`)
});

// Seeding hashes a dozen passwords; a copy costs nothing.
async function sampleFor(
  kind: DatabaseKind,
  env: NodeJS.ProcessEnv & { DATA_DIR: string },
  { isCopied }: { isCopied: boolean }
): Promise<World> {
  const folder = process.env.GROUNDWORK_SAMPLES;
  if (!folder || (kind === 'postgres' && !isCopied)) return seed(env);
  const files = sampleFiles(folder);
  if (kind === 'sqlite') await copyFile(files.database, join(env.DATA_DIR, 'groundwork.db'));
  return JSON.parse(await readFile(files.world(kind), 'utf8')) as World;
}

/** What the developer's own server is set to must not leak into a test. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return { ...bareEnv(), NODE_ENV: 'production' };
}

/** Puts the sample programme and its people into an empty database. */
export async function seed(env: NodeJS.ProcessEnv): Promise<World> {
  const options = { cwd: root, env, maxBuffer: 16 * 1024 * 1024, timeout: STARTS_WITHIN };
  const seeded = await run(process.execPath, ['src/server/cli.ts', 'seed', '--json'], options);
  const cast = run(process.execPath, ['tests/e2e/support/cast.ts'], options);
  cast.child.stdin?.end(seeded.stdout);
  return JSON.parse((await cast).stdout) as World;
}

type Launched = { child: ChildProcess; url: string; setupLink: string | null; output(): string };

async function launch(env: NodeJS.ProcessEnv): Promise<Launched> {
  const child = spawn(process.execPath, ['src/server/start.ts'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe']
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  }
  const output = () => printed;
  try {
    const url = await until(child, output, () => /listens on (http:\/\/\S+)/.exec(printed)?.[1]);
    await until(child, output, async () => (await fetch(`${url}/readyz`).catch(() => null))?.ok || undefined);
    const setupLink = /http:\/\/\S+\/setup\/\S+/.exec(printed)?.[0] ?? null;
    return { child, url, setupLink, output };
  } catch (error) {
    await end(child, 'SIGKILL');
    throw error;
  }
}

async function until<T>(
  child: ChildProcess,
  output: () => string,
  look: () => T | undefined | Promise<T | undefined>
): Promise<T> {
  const deadline = Date.now() + STARTS_WITHIN;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (child.exitCode !== null || child.signalCode)
      throw new Error(`The server ended at once:\n${output()}`);
    if (Date.now() > deadline) throw new Error(`The server was not ready in time:\n${output()}`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill(signal);
  const hard = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN);
  await gone;
  clearTimeout(hard);
}
