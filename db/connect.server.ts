import type { Connections, DatabasePlace } from './connections.ts';
import { connectPostgres } from './connectPostgres.server.ts';
import { connectSqlite } from './connectSqlite.server.ts';

export type { Connections, DatabasePlace };
export { connectPostgres, connectSqlite };

/**
 * Opens the configured database: the one place that knows there are two kinds.
 * @param options.alone as the only server on it. A file is kept by its folder's lock, a PostgreSQL database by this.
 * @throws DatabaseInUseError when another server has it; the driver's error, or a Problem `storage_unavailable` with
 * the driver's error as its cause, when it cannot be reached
 */
export async function connect(place: DatabasePlace, options: { alone?: boolean } = {}): Promise<Connections> {
  if (place.databaseUrl === null) return connectSqlite(place.databaseFile);
  return connectPostgres(place.databaseUrl, options);
}
