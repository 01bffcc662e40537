import type { Kysely } from 'kysely';
import type { Rows } from '#lib/kernel/store.ts';
import type { Database } from './schema.ts';

/** Two ways into one database: the writer belongs to the write path, the reader sees only what is committed. */
export type Connections = {
  readonly dialect: 'sqlite' | 'postgres';
  writer: Kysely<Database>;
  reader: Rows;
  readerDb: Kysely<Database>;
  close(): Promise<void>;
};

/** Where a database is: the URL of a PostgreSQL database, or else a file. */
export type DatabasePlace = { readonly databaseUrl: string | null; readonly databaseFile: string };
