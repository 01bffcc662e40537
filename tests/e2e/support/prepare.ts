import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from '../../../src/server/build.ts';
import { openCluster } from '../../support/postgres/cluster.ts';
import { createSample } from '../../support/postgres/databases.ts';
import { cleanEnvironment, sampleFiles, seed, type DatabaseKind } from './server.ts';

/**
 * Before the first story: a build of the source as it is now, unless `npm test` has just made one; a PostgreSQL server; and the
 * sample programme on both databases, of which every seeded server gets a copy.
 */
export default async function prepare(): Promise<() => Promise<void>> {
  if (!process.env.GROUNDWORK_JUST_BUILT) {
    await ensureBuild({ fresh: true, say: (line) => console.log(line) });
  }
  const folder = await mkdtemp(join(tmpdir(), 'groundwork-samples-'));
  const cluster = await openCluster();
  const end = async () => {
    await cluster.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    process.env.GROUNDWORK_TEST_POSTGRES = cluster.url('postgres');
    const databaseUrl = await createSample(cluster.url('postgres'));
    await Promise.all([make(folder, 'sqlite'), make(folder, 'postgres', { DATABASE_URL: databaseUrl })]);
    process.env.GROUNDWORK_SAMPLES = folder;
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}

async function make(folder: string, kind: DatabaseKind, env: NodeJS.ProcessEnv = {}): Promise<void> {
  const files = sampleFiles(folder);
  const dataDir = join(folder, kind);
  const world = await seed({ ...cleanEnvironment(), LOG_LEVEL: 'warn', ...env, DATA_DIR: dataDir });
  if (kind === 'sqlite') await copyFile(join(dataDir, 'groundwork.db'), files.database);
  await writeFile(files.world(kind), JSON.stringify(world));
}
