import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuild } from './build.ts';
import { readConfig, type Config } from './config.ts';
import { holdDataDir } from './dataDir.ts';
import { printPersonas } from './personas.ts';
import { preflight } from './preflight.ts';
import { seedIfEmpty } from './sample.ts';
import { serve, stopOnSignal } from './serve.ts';
import { stopWith } from './stop.ts';

let config: Config | null = null;
try {
  // Each demo begins by removing the one before: never in a database somebody named for something else.
  const told = readConfig({ ...process.env, HOST: '127.0.0.1', ORIGIN: '', DATABASE_URL: '' });
  const dataDir = join(told.dataDir, 'demo');
  config = { ...told, dataDir, databaseFile: join(dataDir, 'groundwork.db'), demo: true };
  if (!process.env.LOG_LEVEL) config.logLevel = 'warn';
  await preflight(config);
  await ensureBuild({ fresh: true, say: (line) => process.stdout.write(`${line}\n`) });
  const sample = await freshSample(config);
  const running = await serve(config);
  stopOnSignal(running);
  printPersonas(running.url, sample);
} catch (error) {
  stopWith(error, config);
}

// Each demo starts from the same story. The folder is the demo's own, and a running demo keeps it.
async function freshSample(config: Config) {
  const release = holdDataDir(config);
  try {
    for (const name of ['groundwork.db', 'groundwork.db-wal', 'groundwork.db-shm']) {
      rmSync(join(config.dataDir, name), { force: true });
    }
    return await seedIfEmpty(config);
  } finally {
    release();
  }
}
