import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectSqlite } from '#db/connect.server.ts';
import { appliedMigrations, migrate, migrations } from '#db/migrate.ts';
import { commandHere } from '../support/commandLine.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { hashesIn } from './support/documentHash.ts';
import { foundTown, openTown, type TownPlace } from './support/town.ts';

let empty: TestDatabase;
let file: string;
const at = (name: string) => join(empty.folder, name);
const onSqlite = (name: string) => ({ DATA_DIR: at(name) });

beforeAll(async () => {
  empty = await freshDatabase({ migrated: false });
  file = at('first.gz');
  await foundTown(onSqlite('town'));
  expect(await commandHere(onSqlite('town'), 'backup', file)).toMatchObject({ code: 0, err: '' });
}, 60_000);
afterAll(() => empty.remove());

async function found(place: TownPlace) {
  const { engine, close } = await openTown(place);
  try {
    const verdicts = await engine.journal.verifyAll();
    const events = await engine.journal.listEvents('instance');
    return { ...(await hashesIn(engine)), isWhole: verdicts.every(({ ok }) => ok), last: events.at(-1) };
  } finally {
    await close();
  }
}

/** The tables and trigger functions in a database, and how many rows they have. */
async function contentsOf(database: TestDatabase) {
  const { readerDb, close } = await database.connect();
  try {
    const { rows } = await sql<{ name: string }>`
      select tablename as name from pg_tables where schemaname = 'public'
      union all select proname from pg_proc where pronamespace = 'public'::regnamespace
      order by 1`.execute(readerDb);
    return rows.map(({ name }) => name);
  } finally {
    await close();
  }
}

async function expectRefused(place: TownPlace, sentence: RegExp, ...args: string[]) {
  const { code, out, err } = await commandHere(place, ...args);
  expect(err).toMatch(/^[^\n]+\.\n$/);
  expect(err).toMatch(sentence);
  expect({ code, out }).toEqual({ code: 1, out: '' });
}

test(
  'from SQLite to PostgreSQL and back: equal documents, whole chains, new epochs',
  { timeout: 60_000 },
  async () => {
    const there = await freshDatabase();
    try {
      const before = await found(onSqlite('town'));
      expect(Object.keys(before.hashes).length).toBeGreaterThan(2);
      expect(await commandHere(there.env, 'restore', file)).toMatchObject({ code: 0, err: '' });
      const across = await found(there.env);
      expect(await commandHere(there.env, 'backup', at('second.gz'))).toMatchObject({ code: 0, err: '' });
      expect(await commandHere(there.env, 'verify-log')).toMatchObject({ code: 0, err: '' });
      expect(await commandHere(onSqlite('home'), 'restore', at('second.gz'))).toMatchObject({
        code: 0,
        err: ''
      });
      const home = await found(onSqlite('home'));
      for (const [one, next] of [
        [before, across],
        [across, home]
      ] as const) {
        expect(next.hashes).toEqual(one.hashes);
        expect(next).toMatchObject({ isWhole: true, last: { type: 'instance.restored' } });
        for (const [id, epoch] of Object.entries(one.epochs)) expect(next.epochs[id]).toBeGreaterThan(epoch);
      }
      // The record itself still refuses to be changed there.
      const { writer, close } = await there.connect();
      await expect(sql`update journal_event set at = 0`.execute(writer)).rejects.toThrow('append-only');
      await close();
      await expectRefused(there.env, /not empty; create a new one/, 'restore', file);
      expect(await found(there.env)).toEqual(across);
    } finally {
      await there.remove();
    }
  }
);

test(
  'a backup whose record was tampered with leaves the database as empty as it was',
  { timeout: 30_000 },
  async () => {
    const town = await freshDatabase({ migrated: false });
    try {
      await foundTown(town.env);
      const { writer, close } = await town.connect();
      await sql`drop trigger journal_event_no_update on journal_event`.execute(writer);
      await sql`update journal_event set at = at + 1 where chain = 'instance' and seq = 2`.execute(writer);
      await close();
      await expectRefused(town.env, /^Entry 2 of instance /, 'verify-log');
      await commandHere(town.env, 'backup', at('tampered.gz'));
      await expectRefused(empty.env, /tampered with before/, 'restore', at('tampered.gz'));
      expect(await contentsOf(empty)).toEqual([]);
      const { code, out } = await commandHere(empty.env, 'restore', at('tampered.gz'), '--even-damaged');
      expect({ code, out }).toMatchObject({
        code: 0,
        out: expect.stringContaining('with the damage it had')
      });
    } finally {
      await town.remove();
    }
  }
);

test('a backup of an older version goes into empty tables of this one, and comes out in their shape', async () => {
  const older = connectSqlite(join(at('older'), 'groundwork.db'));
  await migrate(older.writer, Object.keys(migrations)[0]);
  await older.close();
  expect(await commandHere(onSqlite('older'), 'backup', at('older.gz'))).toMatchObject({ code: 0 });
  const there = await freshDatabase();
  try {
    const before = await contentsOf(there);
    expect(await commandHere(there.env, 'restore', at('older.gz'))).toMatchObject({ code: 0, err: '' });
    expect(await contentsOf(there)).toEqual(before);
    const { readerDb, close } = await there.connect();
    expect(await appliedMigrations(readerDb)).toEqual(Object.keys(migrations));
    await close();
  } finally {
    await there.remove();
  }
});

test('what is not an empty database of ours is refused and kept', { timeout: 30_000 }, async () => {
  const other = await freshDatabase({ migrated: false });
  try {
    await expectRefused(other.env, /no --replace: create a new database/, 'restore', file, '--replace');
    const { writer, close } = await other.connect();
    await sql`create table theirs (id text)`.execute(writer);
    await close();
    await expectRefused(other.env, /not empty; create a new one/, 'restore', file);
    expect(await contentsOf(other)).toEqual(['theirs']);
  } finally {
    await other.remove();
  }
});

test.each([
  ['backup', () => [at('none.gz')]],
  ['export', () => ['--programme', 'p', at('none.gz')]],
  ['verify-log', () => []],
  ['rebuild', () => []]
])('%s of a database nobody has migrated is refused in our own sentence', async (name, args) => {
  const unmigrated = await freshDatabase({ migrated: false });
  try {
    await expectRefused(unmigrated.env, /DATABASE_URL has no Groundwork tables/, name, ...args());
    expect(await contentsOf(unmigrated)).toEqual([]);
    expect(existsSync(at('none.gz'))).toBe(false);
  } finally {
    await unmigrated.remove();
  }
});
