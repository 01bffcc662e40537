import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Connections, type DatabasePlace } from '#db/connect.server.ts';
import { migrate } from '#db/migrate.ts';
import { createDatabase } from './postgres/databases.ts';

/** Which database this run of the tests is about; the same tests run once on each. */
export const dialect: 'sqlite' | 'postgres' =
  process.env.GROUNDWORK_TEST_DATABASE === 'postgres' ? 'postgres' : 'sqlite';

/** A database of a test's own, on SQLite or PostgreSQL as the run will have it. */
export type TestDatabase = DatabasePlace & {
  /** a folder of its own, removed in the end */
  folder: string;
  /** the same place as a server or the command line finds it */
  env: { DATA_DIR: string; DATABASE_URL?: string };
  /** opens it, as often as wanted; who opens also closes */
  connect(): Promise<Connections>;
  remove(): Promise<void>;
};

/**
 * Makes an empty database. Every test that needs one takes it from here, or from what is built on this
 * (`openStorage`, `openWorld`, `createWorld`).
 * @param options.migrated false: without any table
 */
export async function freshDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'groundwork-test-'));
  const server =
    dialect === 'postgres' ? await createDatabase(testServer(), migrated ? 'migrated' : 'empty') : null;
  const place = { databaseUrl: server?.url ?? null, databaseFile: join(folder, 'groundwork.db') };
  if (migrated && !server) await writeFile(place.databaseFile, await migratedFile());
  return {
    ...place,
    folder,
    env: { DATA_DIR: folder, ...(server && { DATABASE_URL: server.url }) },
    connect: () => connect(place),
    async remove() {
      await server?.drop();
      await rm(folder, { recursive: true, force: true });
    }
  };
}

let template: Promise<Buffer> | undefined;

// Migrated once a process; a copy costs a tenth of it.
function migratedFile(): Promise<Buffer> {
  template ??= (async () => {
    const folder = await mkdtemp(join(tmpdir(), 'groundwork-template-'));
    const databaseFile = join(folder, 'groundwork.db');
    try {
      const connections = await connect({ databaseUrl: null, databaseFile });
      await migrate(connections.writer);
      await connections.close();
      return await readFile(databaseFile);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  })();
  return template;
}

function testServer(): string {
  const url = process.env.GROUNDWORK_TEST_POSTGRES;
  if (!url)
    throw new Error('No PostgreSQL server was started for this run (tests/support/postgres/setup.ts).');
  return url;
}
