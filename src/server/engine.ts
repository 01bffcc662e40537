import { systemClock } from '#lib/kernel/index.ts';
import { loadConfig } from './config.ts';
import { createEngine, type Engine } from './wiring.ts';

export type { Engine };

// The process entry runs outside Kit's bundle and would get a second copy of every module; the symbol is the one bridge.
const slot = Symbol.for('groundwork.engine');
const bridge = globalThis as unknown as Record<
  symbol,
  { pending: Promise<Engine>; ready?: Engine } | undefined
>;

/** Builds the engine at the first call of this process; later calls get the same one. */
export function ensureEngine(): Promise<Engine> {
  const known = bridge[slot];
  if (known) return known.pending;
  const made: { pending: Promise<Engine>; ready?: Engine } = { pending: startEngine() };
  bridge[slot] = made;
  made.pending.then((engine) => (made.ready = engine)).catch(() => (bridge[slot] = undefined));
  return made.pending;
}

// Only what serves people sends mail and looks after the search; a command of the command line leaves its letters to the server.
async function startEngine(): Promise<Engine> {
  const engine = await createEngine(loadConfig(process.env), systemClock, { alone: true });
  engine.mail.start();
  await engine.passageWatch.begin();
  engine.search.start();
  return engine;
}

/**
 * The engine of this process.
 * @throws Error when called before `ensureEngine` has finished
 */
export function getEngine(): Engine {
  const ready = bridge[slot]?.ready;
  if (!ready) throw new Error('The engine has not been started.');
  return ready;
}
