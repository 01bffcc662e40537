import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A PostgreSQL server of our own on a free port, gone with whoever opened it. */
export type Cluster = {
  /** of the database `name` */
  url(name: string): string;
  /** ends it in good order */
  stop(): Promise<void>;
  /** ends it at once, as a crash does */
  kill(): Promise<void>;
  /** starts it again, on the same port */
  start(): Promise<void>;
  /** ends it and removes its data */
  close(): Promise<void>;
};

/** Starts one. @throws with what PostgreSQL said when it cannot */
export async function openCluster(): Promise<Cluster> {
  const script = fileURLToPath(new URL('./keeper.ts', import.meta.url));
  const { NODE_OPTIONS: _options, VITEST: _vitest, ...env } = process.env;
  const keeper = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'pipe'], env });
  let complaint = '';
  keeper.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
  const gone = once(keeper, 'exit');
  const lines = createInterface({ input: keeper.stdout });
  const heard = async () => {
    const line = await Promise.race([once(lines, 'line'), gone.then(() => null)]);
    if (!line) throw new Error(`PostgreSQL's keeper has gone: ${complaint}`);
    return String(line[0]);
  };
  const port = /^ready (\d+)$/.exec(await heard())?.[1];
  if (!port) throw new Error(`PostgreSQL did not start: ${complaint}`);
  const tell = async (word: string) => {
    const answer = heard();
    keeper.stdin.write(`${word}\n`);
    await answer;
  };
  return {
    url: (name) => `postgres://groundwork@127.0.0.1:${port}/${name}`,
    stop: () => tell('stop'),
    kill: () => tell('kill'),
    start: () => tell('start'),
    async close() {
      keeper.stdin.end();
      await gone;
    }
  };
}
