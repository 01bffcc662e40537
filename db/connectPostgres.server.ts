import {
  CompiledQuery,
  Kysely,
  PostgresDialect,
  PostgresQueryCompiler,
  type DataTypeNode,
  type DatabaseConnection,
  type Driver
} from 'kysely';
import type { Connections } from './connections.ts';
import { openPool } from './postgresPool.server.ts';
import { watchForSilence, type Patience } from './postgresSilence.server.ts';
import { asRows } from './rows.server.ts';
import type { Database } from './schema.ts';

/** Held to the end of each write transaction, so that all processes write one after the other, as on SQLite. */
const WRITE_LOCK = 7_165_001;

/**
 * Opens a PostgreSQL database: one connection to write, a pool to read. Nothing is asked of it before the first query.
 * After it was away, the next query finds it again; while it does not answer at all, each is refused at once.
 * @param options.alone keeps the database from other servers for as long as the writing connection lives
 * @param options.patience how soon a server that says nothing is taken to be away; 4 s unless told
 */
export function connectPostgres(
  url: string,
  options: { alone?: boolean; patience?: Patience } = {}
): Connections {
  const silence = watchForSilence(url, options.patience);
  const writer = new Kysely<Database>({
    dialect: new WritingDialect({
      pool: openPool(url, { mode: 'write', alone: options.alone ?? false }, silence)
    })
  });
  const readerDb = new Kysely<Database>({
    dialect: new OurDialect({ pool: openPool(url, { mode: 'read' }, silence) })
  });
  return {
    dialect: 'postgres',
    writer,
    readerDb,
    reader: asRows({ store: 'rows' }, readerDb),
    async close() {
      silence.close();
      await readerDb.destroy();
      await writer.destroy();
    }
  };
}

class OurDialect extends PostgresDialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new OurCompiler();
  }
}

class OurCompiler extends PostgresQueryCompiler {
  protected override visitDataType(node: DataTypeNode): void {
    this.append(node.dataType === 'blob' ? 'bytea' : node.dataType);
  }
}

class WritingDialect extends OurDialect {
  override createDriver(): Driver {
    const driver = super.createDriver();
    driver.beginTransaction = begin;
    const rollback = driver.rollbackTransaction.bind(driver);
    // A lost connection has rolled back by itself; what a second try says would hide why. Ours is thrown away then.
    driver.rollbackTransaction = (connection) => rollback(connection).catch(() => undefined);
    return driver;
  }
}

// READ COMMITTED, and the lock before anything is read: every statement then sees all that was written before.
async function begin(connection: DatabaseConnection): Promise<void> {
  const run = (text: string) => connection.executeQuery(CompiledQuery.raw(text));
  try {
    await run(`begin isolation level read committed; select pg_advisory_xact_lock(${WRITE_LOCK})`);
  } catch (error) {
    await run('rollback').catch(() => undefined);
    throw error;
  }
}
