import type { Config } from './config.ts';

type Where = Pick<Config, 'host' | 'port' | 'dataDir' | 'databaseUrl'>;

/**
 * Says in one sentence why the program cannot start or a command cannot run, and what to do.
 * The built server has its own copies of error classes, so they are told apart by name and code.
 */
export function sentenceFor(error: unknown, where: Where | null): string {
  const { name, code, message, syscall } = rootOf(error);
  const isStorage = (error as Partial<Told> | null)?.name === 'Problem';
  if (told.has(name)) return message;
  const remote = where?.databaseUrl && isStorage ? reaching(code, new URL(where.databaseUrl)) : null;
  const known = where && (syscall === 'listen' ? listening(code, where) : storing(code, where));
  return remote ?? known ?? `Groundwork stopped: ${message.split('\n')[0]?.replace(/\.?$/, '.')}`;
}

/** Errors whose message is a sentence for the operator already. */
const told = new Set([
  'ConfigError',
  'NewerDatabaseError',
  'RefusedError',
  'ArchiveError',
  'DatabaseInUseError',
  'DatabaseEncodingError'
]);

type Told = { name: string; code: string; message: string; syscall: string; cause: unknown };

// A Problem of the write path carries the driver's error as its cause; that one says what happened to the disk.
function rootOf(error: unknown): Told {
  const thrown = (error ?? {}) as Partial<Told>;
  if (thrown.name === 'Problem' && thrown.cause) return rootOf(thrown.cause);
  const { name = '', code = '', message = String(error), syscall = '', cause = null } = thrown;
  return { name, code, message, syscall, cause };
}

/** Something the operator asked for cannot be done. The message is one sentence for them. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

function listening(code: string, { host, port }: Where): string | null {
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is in use by another program; stop that one or set PORT.`;
  if (code === 'EACCES')
    return `Port ${port} may not be opened by this user; set PORT to a number above 1023.`;
  if (code === 'EADDRNOTAVAIL') return `HOST must be an address of this machine; "${host}" is not.`;
  return null;
}

const unwritable = /^(SQLITE_(CANTOPEN|READONLY|IOERR)|(EACCES|EROFS|ENOTDIR|EEXIST|EISDIR|EPERM|ENOENT)$)/;

function storing(code: string, { host, dataDir }: Where): string | null {
  if (code === '42501')
    return 'The user of DATABASE_URL may not create tables there; make it the owner of the database.';
  if (code === 'ENOTFOUND') return `HOST must be an address of this machine; "${host}" is not.`;
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT')
    return `The disk that holds DATA_DIR (${dataDir}) is full; free some space and start again.`;
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
    return `The file groundwork.db in DATA_DIR (${dataDir}) is damaged or is not a Groundwork database; restore a backup or choose another folder.`;
  if (code === 'SQLITE_BUSY' || code === 'SQLITE_LOCKED')
    return `The database in DATA_DIR (${dataDir}) is held by another program; stop that one first.`;
  if (unwritable.test(code))
    return `DATA_DIR (${dataDir}) cannot be written; choose another folder or change its permissions.`;
  return null;
}

// Host and database only: user and password stay where they are.
function reaching(code: string, { host, pathname }: URL): string {
  const name = decodeURIComponent(pathname.slice(1));
  if (code === '3D000')
    return `PostgreSQL at ${host} has no database "${name}"; create it or change DATABASE_URL.`;
  if (/^28/.test(code))
    return `PostgreSQL at ${host} does not let in the user of DATABASE_URL; check its name and password.`;
  if (/^(53|58)/.test(code)) return `PostgreSQL at ${host} has no room or no connections left (${code}).`;
  if (code === '25006') return `PostgreSQL at ${host} is read-only; point DATABASE_URL at the primary.`;
  return `PostgreSQL at ${host} (DATABASE_URL) cannot be reached; start it or change DATABASE_URL.`;
}

/** Prints the sentence (with LOG_LEVEL=debug also where it happened) and ends the process with exit code 1. */
export function stopWith(error: unknown, where: Where | null): never {
  process.stderr.write(`${sentenceFor(error, where)}\n`);
  if (/^(debug|trace)$/.test(process.env.LOG_LEVEL ?? '')) console.error(error);
  process.exit(1);
}
