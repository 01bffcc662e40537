import { migrations } from '#db/migrate.ts';
import { checkBackup, type CheckedBackup } from '#lib/export/index.server.ts';
import type { LogReport } from '#lib/export/index.ts';
import type { Clock } from '#lib/kernel/index.ts';
import type { Inspection } from '#lib/sync/index.server.ts';
import type { Config } from './config.ts';
import type { RestoreWishes } from './restoreCheck.ts';
import { restorePostgres } from './restorePostgres.ts';
import { restoreSqlite } from './restoreSqlite.ts';

/** What a restore brought back. `asideFile` is where the database that stood there is now. */
export type Restored = {
  backup: CheckedBackup;
  documents: number;
  log: LogReport;
  inspection: Inspection;
  asideFile: string | null;
};

/**
 * Puts a backup in the place of an empty database, whichever kind is configured. Until everything in it was checked nothing has
 * happened.
 * @throws RefusedError, ArchiveError, Problem `storage_unavailable`
 */
export async function restore(
  config: Config,
  file: string,
  wishes: RestoreWishes,
  clock: Clock
): Promise<Restored> {
  const backup = await checkBackup(file, Object.keys(migrations));
  const found =
    config.databaseUrl === null
      ? await restoreSqlite(config, backup, wishes, clock)
      : await restorePostgres(config.databaseUrl, backup, wishes, clock);
  return { backup, ...found };
}
