import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, chmodSync, mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectSqlite } from '#db/connect.server.ts';
import { migrate } from '#db/migrate.ts';
import { bareEnv } from '../../tests/support/bareEnv.ts';
import { holdDataDir } from './dataDir.ts';

const NOBODY = 65534;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'groundwork-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a server that cannot start', { timeout: 60_000 }, () => {
  it('says which variable is wrong', async () => {
    await refuses({ PORT: 'eighty' }, 'PORT');
    await refuses({ DATABASE_URL: 'mysql://db/groundwork' }, 'DATABASE_URL');
  });

  it('says that the data folder is a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    await refuses({ DATA_DIR: join(folder, 'file') }, 'DATA_DIR');
    await refuses({ DATA_DIR: join(folder, 'file', 'below') }, 'DATA_DIR');
  });

  it('says that the data folder cannot be written', async () => {
    // Root may write everywhere: then the child is somebody who may not.
    const isRoot = process.getuid?.() === 0;
    chmodSync(folder, 0o755);
    const data = join(folder, 'data');
    mkdirSync(data);
    chmodSync(data, 0o555);
    await refuses({ DATA_DIR: data }, 'cannot be written', isRoot ? NOBODY : undefined);
  });

  it('says that the database belongs to a newer version', async () => {
    const connections = connectSqlite(join(folder, 'groundwork.db'));
    await migrate(connections.writer);
    const untyped = connections.writer.withTables<{
      kysely_migration: { name: string; timestamp: string };
    }>();
    await untyped
      .insertInto('kysely_migration')
      .values({ name: '2099-01-01-later', timestamp: '2099' })
      .execute();
    await connections.close();
    await refuses({ DATA_DIR: folder }, 'newer version');
  });

  it('says that the database is something else', async () => {
    writeFileSync(
      join(folder, 'groundwork.db'),
      'a shopping list, and not a short one at that\n'.repeat(200)
    );
    await refuses({ DATA_DIR: folder }, 'not a Groundwork database');
  });

  it('says that another server has the folder, until that one has gone', async () => {
    const release = holdDataDir({ dataDir: folder, databaseUrl: null });
    await refuses({ DATA_DIR: folder }, 'Another Groundwork server');
    release();
    holdDataDir({ dataDir: folder, databaseUrl: null })();
  });

  it('says that the port is in use', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const { port } = other.address() as AddressInfo;
    try {
      await refuses({ PORT: String(port), HOST: '127.0.0.1', DATA_DIR: folder }, `Port ${port}`);
    } finally {
      other.close();
    }
  });

  it('says that the address is not of this machine', async () => {
    await refuses({ HOST: '192.0.2.1', DATA_DIR: folder }, 'HOST');
  });
});

async function refuses(env: Record<string, string>, expected: string, uid?: number): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.ts')], {
    env: { ...bareEnv(), PORT: '0', HOST: '127.0.0.1', ...env },
    // A server that starts after all must not outlive the test.
    timeout: 50_000,
    ...(uid !== undefined && { uid, gid: uid })
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const code = await new Promise((done) => child.once('close', done));
  expect(err).toContain(expected);
  expect(err.trim()).toMatch(/^[^\n]+\.$/);
  expect({ out, code }).toEqual({ out: '', code: 1 });
}
