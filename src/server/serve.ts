import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { handlerUrl } from './build.ts';
import { handOverConfig, type Config } from './config.ts';
import { holdDataDir } from './dataDir.ts';
import { createHttpServer, prepareHandlerEnvironment } from './http/server.ts';
import type { Engine } from './wiring.ts';

/**
 * A server that listens. `stop` drains it; calling it again changes nothing. `nearby` are the addresses under which
 * others on the same network reach it, when it listens on all of them.
 */
export type Running = { engine: Engine; url: string; nearby: string[]; stop(): Promise<void> };

type Handler = Parameters<typeof createHttpServer>[0]['handler'];
type Shelf = { [key: symbol]: { ready?: Engine } | undefined };

/**
 * Starts the built server: takes the data folder, imports Kit's handler (whose `init` builds the engine), listens.
 * @throws whatever `sentenceFor` knows how to say
 */
export async function serve(config: Config): Promise<Running> {
  const release = holdDataDir(config);
  handOverConfig(config);
  prepareHandlerEnvironment(config, process.env);
  const { handler } = (await import(handlerUrl)) as { handler: Handler };
  const engine = builtEngine();
  const server = createHttpServer({
    config,
    log: engine.log,
    handler,
    upgrade: (request, socket, head) => engine.sync.handleUpgrade(request, socket, head),
    collab: (request, response) => engine.sync.handleRequest(request, response)
  });
  await listen(server, config);
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= drain(server, engine).finally(release));
  return { engine, url: config.origin ?? urlOf(server, config), nearby: nearbyUrls(server, config), stop };
}

function builtEngine(): Engine {
  const engine = (globalThis as Shelf)[Symbol.for('groundwork.engine')]?.ready;
  if (!engine) throw new Error('The build did not start the engine.');
  return engine;
}

function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((listening, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      listening();
    });
  });
}

function urlOf(server: Server, { host }: Config): string {
  const { port } = server.address() as AddressInfo;
  const isAny = host === '0.0.0.0' || host === '::';
  return `http://${isAny ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
}

function nearbyUrls(server: Server, { host, origin }: Config): string[] {
  if (origin || (host !== '0.0.0.0' && host !== '::')) return [];
  const { port } = server.address() as AddressInfo;
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => `http://${address}:${port}`);
}

const GRACE = 3000;

// Sockets first: they hold what people type. Then event streams, which never end by themselves, and requests under way.
async function drain(server: Server, engine: Engine): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeIdleConnections();
  await engine.drain();
  // A stream's connection turns idle when its last bytes are out, and would be kept alive for another minute.
  const tidying = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), GRACE);
  await closed;
  clearTimeout(late);
  clearInterval(tidying);
  await engine.close();
}

/** Ends the process with `stop` at SIGTERM and SIGINT; a second signal, or ten seconds, ends it at once. */
export function stopOnSignal({ stop, engine }: Running, afterwards: () => void = () => {}): void {
  let signals = 0;
  const onSignal = (signal: NodeJS.Signals) => {
    if (++signals > 1) process.exit(1);
    engine.log.info({ signal }, 'stopping');
    setTimeout(() => {
      engine.log.error({}, 'stopping took too long');
      process.exit(1);
    }, 10_000).unref();
    stop().then(
      () => {
        afterwards();
        process.exit(0);
      },
      (err: unknown) => {
        engine.log.error({ err }, 'stopping failed');
        process.exit(1);
      }
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal);
}
