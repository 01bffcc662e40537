import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../tests/support/database.ts';
import type { Connections } from './connect.server.ts';
import { migrate, migrations, NewerDatabaseError } from './migrate.ts';

let database: TestDatabase;
let connections: Connections;

beforeEach(async () => {
  database = await freshDatabase({ migrated: false });
  connections = await database.connect();
});
afterEach(async () => {
  await connections.close();
  await database.remove();
});

test('an empty database gets every migration once', async () => {
  expect(await migrate(connections.writer)).toEqual(Object.keys(migrations));
  expect(await migrate(connections.writer)).toEqual([]);
});

test('a database of a newer version is refused by name and left alone', async () => {
  await migrate(connections.writer);
  await sql`insert into kysely_migration (name, timestamp) values ('2099-01-01-later', 'now')`.execute(
    connections.writer
  );
  const refused = migrate(connections.writer);
  await expect(refused).rejects.toThrow(NewerDatabaseError);
  await expect(refused).rejects.toThrow('2099-01-01-later');
});
