import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStorage, type Storage } from '../../../tests/support/storage.ts';
import { tableNames, tables } from './tables.ts';
import { describeTables } from './tableStore.server.ts';

let storage: Storage;
beforeEach(async () => {
  storage = await openStorage();
});
afterEach(() => storage.close());

test('every table of the database is in a backup, with a key that is its primary key', async () => {
  const found = await describeTables(storage.read);
  expect(found.map(({ table }) => table).sort()).toEqual([...tableNames].sort());
  for (const { table, columns } of found)
    for (const name of tables[table as keyof typeof tables].key) expect(columns, table).toHaveProperty(name);
});
