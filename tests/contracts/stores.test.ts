import { CompiledQuery } from 'kysely';
import { afterEach, beforeEach, describe } from 'vitest';
import { openStorage, type Storage } from '../support/storage.ts';
import { accessStoreContract } from './accessStores.ts';
import { journalStoreContract } from './journalStore.ts';

let storage: Storage;
beforeEach(async () => {
  storage = await openStorage();
});
afterEach(() => storage.close());

describe('access', () => accessStoreContract(() => storage));

describe('the journal', () =>
  journalStoreContract(
    () => storage,
    (statement) => storage.connections.writer.executeQuery(CompiledQuery.raw(statement))
  ));
