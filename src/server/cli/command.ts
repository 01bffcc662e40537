import { existsSync } from 'node:fs';
import { parseArgs, type ParseArgsConfig, type ParseArgsOptionsConfig } from 'node:util';
import type { Clock } from '#lib/kernel/index.ts';
import { connect, type Connections } from '#db/connect.server.ts';
import { appliedMigrations } from '#db/migrate.ts';
import type { Config } from '../config.ts';
import { RefusedError } from '../stop.ts';
import { createEngine, type Engine } from '../wiring.ts';

/**
 * What a command hands back: the same facts for people (`text`) and, with --json, for programs; `note` is one sentence
 * to the operator, on stderr, so that it never mixes with what a program reads.
 */
export type Outcome = { text: string; json: unknown; note?: string };

/** One command of the command line. */
export type Command = {
  /** how it is called, after `npm run -s cli --` */
  usage: string;
  /** one line for `help` */
  does: string;
  options: ParseArgsOptionsConfig;
  /** what may follow its name without dashes, handed in as `file` */
  operand?: { file: 'needed' | 'optional' };
  /** @throws RefusedError, ConfigError, Problem */
  run(values: Values, config: Config): Promise<Outcome>;
};

export type Values = Readonly<Record<string, string | boolean | string[] | undefined>>;

/**
 * Reads a command's options; every command knows --json.
 * @throws RefusedError in one sentence with the usage
 */
export function readOptions({ usage, options, operand }: Command, args: string[]): Values {
  const { values, positionals } = parsed(usage, {
    args: joined(args, options),
    options: { ...options, json: { type: 'boolean' } },
    allowPositionals: operand !== undefined,
    strict: true
  });
  const [file, ...more] = positionals;
  if (more.length > 0) throw new RefusedError(`"${more[0]}" is one too many; use it as: ${usage}.`);
  if (operand?.file === 'needed' && !file?.trim())
    throw new RefusedError(`FILE is missing; use it as: ${usage}.`);
  return { ...(values as Values), file };
}

// One id in 64 begins with a dash; no option of ours does with a single one.
function joined(args: string[], options: ParseArgsOptionsConfig): string[] {
  const whole: string[] = [];
  for (const arg of args) {
    const last = whole.at(-1) ?? '';
    const awaits = last.startsWith('--') && options[last.slice(2)]?.type === 'string';
    if (awaits && /^-[^-]/.test(arg)) whole.push(`${whole.pop()}=${arg}`);
    else whole.push(arg);
  }
  return whole;
}

function parsed(usage: string, config: ParseArgsConfig) {
  try {
    return parseArgs(config);
  } catch (error) {
    const [told] = (error as Error).message.split(/[.\n]/);
    throw new RefusedError(`${told}; use it as: ${usage}.`);
  }
}

/** @throws RefusedError when an option that must be given was not */
export function required(values: Values, name: string, { usage }: Pick<Command, 'usage'>): string {
  const value = values[name];
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new RefusedError(`--${name} is missing; use it as: ${usage}.`);
}

/**
 * Runs work on the configured database as it is, and closes it whatever happens.
 * @throws RefusedError when there is no database yet: reading one must not make one
 */
export async function withDatabase<T>(
  config: Config,
  work: (connections: Connections) => Promise<T>
): Promise<T> {
  const { databaseUrl, databaseFile, dataDir } = config;
  const isRemote = databaseUrl !== null;
  const none = isRemote
    ? 'The database of DATABASE_URL has no Groundwork tables; give the one the server uses, or make them with migrate.'
    : `There is no database in DATA_DIR (${dataDir}); give the folder the server uses, or make one with migrate.`;
  if (!isRemote && !existsSync(databaseFile)) throw new RefusedError(none);
  const connections = await connect({ databaseUrl, databaseFile });
  try {
    if ((await appliedMigrations(connections.readerDb)).length === 0) throw new RefusedError(none);
    return await work(connections);
  } finally {
    await connections.close();
  }
}

/**
 * Runs work with an engine of its own on the database that is there, and closes it whatever happens.
 * @throws RefusedError when there is no database yet: a wrong folder should not be answered with an empty database
 */
export async function withEngine<T>(config: Config, work: (engine: Engine) => Promise<T>): Promise<T> {
  await withDatabase(config, async () => undefined);
  return withNewEngine(config, work);
}

/** The same for commands that may begin an installation: they make the database where there is none. */
export async function withNewEngine<T>(
  config: Config,
  work: (engine: Engine) => Promise<T>,
  clock?: Clock
): Promise<T> {
  const engine = await createEngine(config, clock);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}
