import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { asRefusal, DatabaseEncodingError, DatabaseInUseError, isLost } from './postgresRefusal.server.ts';
import type { Silence } from './postgresSilence.server.ts';

const SERVER_LOCK = 7_165_002;

/** In ms: how long to wait for a connection, for the write lock, for one statement, for a silent network. */
const patience = { connect: 10_000, lock: 10_000, statement: 30_000, silence: 60_000 };

/** A server that was killed lets go of its database when PostgreSQL notices: in ms, with the pause between looks. */
const takeOver = { patience: 5000, pause: 100 };

type Use = { mode: 'read' } | { mode: 'write'; alone: boolean };

/** The session of PostgreSQL that our writing connection is, or was. */
type Session = { pid: number; since: string };

/**
 * A pool whose errors are ours: `storage_unavailable` for what may pass, the driver's error otherwise. One connection to
 * write, several to read. No error of a connection ends the process. While `silence` hears nothing, it refuses at once.
 */
export function openPool(url: string, use: Use, silence: Silence): PostgresPool {
  const isWriter = use.mode === 'write';
  let writing: Session | null = null;
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'groundwork',
    max: isWriter ? 1 : 8,
    // The writing connection holds the lock that keeps other servers out.
    idleTimeoutMillis: isWriter ? 0 : 30_000,
    connectionTimeoutMillis: patience.connect,
    query_timeout: patience.silence,
    keepAlive: true,
    types: { getTypeParser },
    stream: () => silence.socket(),
    async onConnect(client) {
      await settle(client, use.mode);
      if (use.mode === 'read') return;
      writing = await follow(client, writing);
      if (use.alone) await keepForUs(client);
    }
  });
  // Unheard, either of these ends the process. The query under way, or the next one, hears of it as well.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await silence.heard(() => pool.connect()).catch(refuse);
      const same = known.get(client);
      if (same) return same;
      const translated = translating(client, silence);
      known.set(client, translated);
      return translated;
    }
  };
}

function translating(client: pg.PoolClient, silence: Silence): PostgresPoolClient {
  let isBroken = false;
  return {
    async query(text: unknown, parameters?: unknown) {
      try {
        return await silence.heard(() => client.query(text as string, parameters as unknown[]));
      } catch (error) {
        isBroken ||= isLost(error);
        return refuse(error);
      }
    },
    release: (destroy?: boolean) => client.release(destroy === true || isBroken)
  } as unknown as PostgresPoolClient;
}

function refuse(error: unknown): never {
  throw asRefusal(error);
}

// int8 and numeric arrive as text: times, counts and sums here are all below 2^53.
const NUMBERS = new Set<number>([pg.types.builtins.INT8, pg.types.builtins.NUMERIC]);

function getTypeParser(oid: number, format?: string) {
  return NUMBERS.has(oid) ? Number : pg.types.getTypeParser(oid, format as 'text');
}

// Said to each connection, since a host's own defaults may be any: what is committed is on disk, nobody waits for ever.
const common = {
  client_encoding: 'UTF8',
  lock_timeout: patience.lock,
  statement_timeout: patience.statement,
  idle_in_transaction_session_timeout: patience.statement,
  // A peer that vanished must not keep the lock of a server for hours.
  tcp_keepalives_idle: 10,
  tcp_keepalives_interval: 5,
  tcp_keepalives_count: 3
};

async function settle(client: pg.ClientBase, mode: Use['mode']): Promise<void> {
  client.on('error', () => undefined);
  const settings = {
    ...common,
    ...(mode === 'read' ? { default_transaction_read_only: 'on' } : { synchronous_commit: 'on' })
  };
  const sets = Object.entries(settings).map(([name, value]) => `set_config('${name}', '${value}', false)`);
  const { rows } = await client.query<{ server_encoding: string }>(
    `select current_setting('server_encoding') as server_encoding, ${sets.join(', ')}`
  );
  const encoding = rows[0]?.server_encoding ?? '';
  if (encoding !== 'UTF8') throw new DatabaseEncodingError(encoding);
}

// Of a connection that was lost on the way PostgreSQL may not know for a long time, and keep its locks from us.
async function follow(client: pg.ClientBase, last: Session | null): Promise<Session> {
  if (last)
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid = $1 and backend_start = $2::timestamptz',
      [last.pid, last.since]
    );
  const { rows } = await client.query<Session>(
    'select pid, backend_start::text as since from pg_stat_activity where pid = pg_backend_pid()'
  );
  return rows[0]!;
}

// On the connection that writes: whoever has lost the lock has also lost the way to write.
async function keepForUs(client: pg.ClientBase): Promise<void> {
  const deadline = performance.now() + takeOver.patience;
  for (;;) {
    const { rows } = await client.query<{ ours: boolean }>(
      `select pg_try_advisory_lock(${SERVER_LOCK}) as ours`
    );
    if (rows[0]?.ours) return;
    if (performance.now() > deadline) throw new DatabaseInUseError();
    await new Promise((resolve) => setTimeout(resolve, takeOver.pause));
  }
}
