import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { connectPostgres } from '#db/connect.server.ts';
import { migrate } from '#db/migrate.ts';
import { reusable, type Reusable } from './again.ts';

const MAINTENANCE = 'postgres';

/** What a new database may begin with: nothing, every table, or the sample programme. */
const templates = {
  empty: 'template0',
  migrated: 'groundwork_template',
  sample: 'groundwork_sample'
} as const;
export type Beginning = keyof typeof templates;

/** Prepares a server for {@link createDatabase}: one migrated database to copy. */
export async function prepareTemplate(server: (name: string) => string): Promise<void> {
  const { migrated } = templates;
  await withClient(server(MAINTENANCE), (client) => client.query(`create database ${migrated}`));
  const connections = connectPostgres(server(migrated));
  try {
    await migrate(connections.writer);
  } finally {
    await connections.close();
  }
}

type Copy = { url: string; drop(): Promise<void> };

// Migrated databases this process has done with, empty again.
const spare: (Reusable & Copy)[] = [];

/** Makes a database nobody else knows; `drop` removes it, whoever is still connected. `url` is that of any database there. */
export async function createDatabase(url: string, beginning: Beginning): Promise<Copy> {
  if (beginning !== 'migrated') return copyOf(url, beginning);
  const used = spare.pop();
  if (used) return lend(used);
  const copy = await copyOf(url, 'migrated');
  return lend({ ...(await reusable(copy.url)), ...copy });
}

const lend = (database: Reusable & Copy): Copy => ({
  url: database.url,
  async drop() {
    if (await database.empty()) return void spare.push(database);
    await database.leave();
    await database.drop();
  }
});

async function copyOf(url: string, beginning: Beginning): Promise<Copy> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await ask(url, `create database ${name} template ${templates[beginning]} strategy file_copy`);
  return {
    url: withName(url, name),
    drop: () => ask(url, `drop database if exists ${name} with (force)`)
  };
}

/** Makes the database that others with the sample programme are copied from; empty until somebody fills it. */
export async function createSample(url: string): Promise<string> {
  await ask(url, `create database ${templates.sample}`);
  return withName(url, templates.sample);
}

function withName(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

const open = new Map<string, Promise<pg.Client>>();

// One connection a process, and none that keeps it from ending.
async function ask(url: string, statement: string): Promise<void> {
  const place = withName(url, MAINTENANCE);
  const connecting = open.get(place) ?? connect(place);
  open.set(place, connecting);
  await (await connecting).query(statement);
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => open.delete(url));
  await client.connect();
  // The driver has it; its types do not.
  (client as unknown as { unref(): void }).unref();
  return client;
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
