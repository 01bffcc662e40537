import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { migrations } from '#db/migrate.ts';
import type { Engine } from '../wiring.ts';

/** What `/readyz` says: every check by name, and what is wrong where something is. */
export type Readiness = { ready: boolean; checks: { database: string; migrations: string; disk?: string } };

type Checked = Pick<Engine, 'connections' | 'config'>;

const LEAST_FREE_BYTES = 32 * 1024 * 1024;
const FRESH_MS = 3000;

/** Asks database, migrations and disk whether this process can do its work; at most once in three seconds. */
export function readinessOf(engine: Checked, now: () => number = Date.now): () => Promise<Readiness> {
  let last: { at: number; answer: Promise<Readiness> } | undefined;
  return () => {
    // A flood of probes must not become a flood of fsyncs.
    if (!last || now() - last.at >= FRESH_MS) last = { at: now(), answer: look(engine) };
    return last.answer;
  };
}

async function look({ connections, config }: Checked): Promise<Readiness> {
  const checks = {
    database: await said(() => answers(connections)),
    migrations: await said(() => everyMigration(connections)),
    // The disk of a PostgreSQL server is not ours to look at: what it says about writing is.
    ...(config.databaseUrl === null && { disk: await said(() => writable(config.dataDir)) })
  };
  return { ready: Object.values(checks).every((check) => check === 'ok'), checks };
}

async function answers({ readerDb, dialect }: Checked['connections']): Promise<void> {
  await readerDb.selectFrom('meta').select('key').limit(1).execute();
  if (dialect === 'sqlite') return;
  const { rows } = await sql<{ standby: boolean }>`select pg_is_in_recovery() as standby`.execute(readerDb);
  if (rows[0]?.standby) throw new Error('read-only');
}

async function everyMigration({ readerDb }: Checked['connections']): Promise<void> {
  const rows = await readerDb
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .execute();
  const applied = new Set(rows.map(({ name }) => name));
  if (Object.keys(migrations).some((name) => !applied.has(name))) throw new Error('not up to date');
}

// A file system can be mounted read-only or fill up while everything already open still looks well.
async function writable(dataDir: string): Promise<void> {
  const { bavail, bsize } = await statfs(dataDir);
  if (bavail * bsize < LEAST_FREE_BYTES) throw new Error('almost full');
  const probe = join(dataDir, `.writable-${process.pid}`);
  const file = await open(probe, 'w');
  try {
    await file.writeFile('ok');
    await file.sync();
  } finally {
    await file.close();
    await rm(probe, { force: true });
  }
}

async function said(check: () => Promise<void>): Promise<string> {
  try {
    await check();
    return 'ok';
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return code ?? message;
  }
}
