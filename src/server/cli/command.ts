import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import type { Clock } from '#lib/kernel/index.ts';
import type { Config } from '../config.ts';
import { RefusedError } from '../stop.ts';
import { createEngine, type Engine } from '../wiring.ts';

/** What a command hands back: the same facts for people (`text`) and, with --json, for programs. */
export type Outcome = { text: string; json: unknown };

/** One command of the command line. */
export type Command = {
  /** how it is called, after `npm run -s cli --` */
  usage: string;
  /** one line for `help` */
  does: string;
  options: ParseArgsOptionsConfig;
  /** @throws RefusedError, ConfigError, Problem */
  run(values: Values, config: Config): Promise<Outcome>;
};

export type Values = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Reads a command's options; every command knows --json.
 * @throws RefusedError in one sentence with the usage
 */
export function readOptions({ usage, options }: Command, args: string[]): Values {
  try {
    return parseArgs({ args, options: { ...options, json: { type: 'boolean' } }, strict: true })
      .values as Values;
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

/** Runs work with an engine of its own on the configured database, and closes it whatever happens. */
export async function withEngine<T>(
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
