import { join } from 'node:path';
import { createServer } from 'vite';
import { handOverConfig, readConfig, type Config } from './config.ts';
import { holdDataDir } from './dataDir.ts';
import { printPersonas } from './personas.ts';
import { seedIfEmpty } from './sample.ts';
import { stopWith } from './stop.ts';

let config: Config | null = null;
try {
  const told = readConfig({ ...process.env, HOST: '127.0.0.1', PORT: process.env.PORT ?? '5173' });
  const dataDir = process.env.DATA_DIR ? told.dataDir : join(told.dataDir, 'dev');
  config = { ...told, dataDir, databaseFile: join(dataDir, 'groundwork.db'), demo: true };
  holdDataDir(config);
  const sample = await seedIfEmpty(config);
  handOverConfig(config);
  const { host, port } = config;
  const vite = await createServer({ server: { host, port, strictPort: true } });
  await vite.listen();
  printPersonas(`http://${host}:${port}`, sample);
} catch (error) {
  stopWith(error, config);
}
