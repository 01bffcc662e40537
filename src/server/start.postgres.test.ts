import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectPostgres, type Connections } from '#db/connect.server.ts';
import { migrate } from '#db/migrate.ts';
import { bareEnv } from '../../tests/support/bareEnv.ts';
import { freshDatabase, type TestDatabase } from '../../tests/support/database.ts';

let database: TestDatabase;
let other: Connections;
beforeAll(async () => {
  database = await freshDatabase();
  other = connectPostgres(database.databaseUrl!, { alone: true });
  await migrate(other.writer);
});
afterAll(async () => {
  await other.close();
  await database.remove();
});

describe('a server that cannot start on PostgreSQL', { timeout: 60_000 }, () => {
  it('says that it cannot be reached, and where, but not with which password', async () => {
    const said = await refuses('postgres://ada:hidden@127.0.0.1:1/groundwork', 'cannot be reached');
    expect(said).toContain('127.0.0.1:1');
    expect(said).not.toMatch(/ada|hidden/);
  });

  it('says that there is no such database', async () => {
    const url = new URL(database.databaseUrl!);
    url.pathname = '/nowhere';
    await refuses(url.href, 'no database "nowhere"');
  });

  it('says that another server uses the database', async () => {
    await refuses(database.databaseUrl!, 'Another Groundwork server already uses the database');
  });
});

async function refuses(url: string, expected: string): Promise<string> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.ts')], {
    env: { ...bareEnv(), PORT: '0', HOST: '127.0.0.1', DATA_DIR: database.folder, DATABASE_URL: url },
    // A server that starts after all must not outlive the test.
    timeout: 50_000
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const code = await new Promise((done) => child.once('close', done));
  expect(err).toContain(expected);
  expect(err.trim()).toMatch(/^[^\n]+\.$/);
  expect({ out, code }).toEqual({ out: '', code: 1 });
  return err;
}
