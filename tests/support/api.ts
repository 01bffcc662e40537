import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { getRequest, setResponse } from '@sveltejs/kit/node';
import type { RequestEvent } from '@sveltejs/kit';
import { system, type Actor } from '#lib/access/index.ts';
import { loadConfig } from '#server/config.ts';
import { createEngine, type Engine } from '#server/wiring.ts';
import { handle } from '../../src/hooks.server.ts';
import { entrancesOnDisk } from '../matrix/routesOnDisk.ts';
import { freshDatabase } from './database.ts';

export type PersonActor = Extract<Actor, { kind: 'person' }>;
/** Somebody with an account and a token. */
export type Someone = { actor: PersonActor; id: string; token: string };

/** The API as a server serves it, without its pages: real hooks, real endpoints, real sockets, an engine of its own. */
export type ApiServer = {
  url: string;
  engine: Engine;
  someone(name: string, options?: { isAdmin?: boolean }): Promise<Someone>;
  /** breaks every event stream off, as a network would; @returns how many there were */
  dropStreams(): number;
  close(): Promise<void>;
};

type Handler = (event: RequestEvent) => Response | Promise<Response>;
type Endpoint = { pattern: RegExp; names: string[]; id: string; file: string };

/** Listens on a free port of this machine; `close` removes the data. */
export async function openApiServer(): Promise<ApiServer> {
  const database = await freshDatabase();
  const engine = await createEngine(loadConfig({ ...database.env, LOG_LEVEL: 'error' }));
  // The hooks ask for the engine of this process.
  (globalThis as Record<symbol, unknown>)[Symbol.for('groundwork.engine')] = {
    pending: Promise.resolve(engine),
    ready: engine
  };
  const endpoints = endpointsOnDisk();
  const streams = new Set<ServerResponse>();
  const server = createServer((incoming, outgoing) => {
    const base = `http://${incoming.headers.host}`;
    getRequest({ request: incoming, base, bodySizeLimit: 1024 * 1024 })
      .then((request) => respond(endpoints, request))
      .then((response) => {
        if (response.headers.get('content-type')?.startsWith('text/event-stream')) streams.add(outgoing);
        return setResponse(outgoing, response);
      })
      .catch((error: unknown) => {
        console.error(error);
        outgoing.destroy();
      });
  });
  // What holds up a connection holds it up for longer than any test waits.
  server.keepAliveTimeout = 120_000;
  server.on('upgrade', (request, socket, head) => engine.sync.handleUpgrade(request, socket, head));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  let people = 0;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    engine,
    async someone(name, { isAdmin = false } = {}) {
      const email = `person${++people}@example.org`;
      const account = { name, email, password: 'a long password', isAdmin };
      const person = await engine.access.createAccount(system, account);
      const { id, secret } = await engine.access.createToken(system, { name: 'test', account: person.id });
      return { actor: { kind: 'person', person, via: { kind: 'token', id } }, id: person.id, token: secret };
    },
    dropStreams() {
      // What has ended may have left its socket to the next request, which is no stream.
      const open = [...streams].filter(({ destroyed, writableEnded }) => !destroyed && !writableEnded);
      for (const stream of open) stream.socket?.resetAndDestroy();
      streams.clear();
      return open.length;
    },
    async close() {
      await engine.drain();
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
      await engine.close();
      await database.remove();
    }
  };
}

// Kit's own router is part of its bundle; ours needs no more than names in brackets and one rest.
function endpointsOnDisk(): Endpoint[] {
  const files = new Map(
    entrancesOnDisk()
      .filter(({ key, file }) => key.includes(' /api/') && file.endsWith('+server.ts'))
      .map(({ key, file }) => [key.split(' ')[1]!, file])
  );
  return [...files]
    .map(([id, file]) => {
      const names: string[] = [];
      const source = id
        .split('/')
        .map((part) => {
          const name = /^\[(\.\.\.)?(\w+)\]$/.exec(part);
          if (!name) return part.replaceAll('.', '\\.');
          names.push(name[2]!);
          return name[1] ? '(.*)' : '([^/]+)';
        })
        .join('/');
      return { pattern: new RegExp(`^${source}$`), names, id, file };
    })
    .sort(
      (a, b) => Number(a.id.includes('...')) - Number(b.id.includes('...')) || a.names.length - b.names.length
    );
}

async function respond(endpoints: readonly Endpoint[], request: Request): Promise<Response> {
  const url = new URL(request.url);
  const endpoint = endpoints.find(({ pattern }) => pattern.test(url.pathname));
  if (!endpoint) return new Response('Not found', { status: 404 });
  const values = endpoint.pattern.exec(url.pathname)!.slice(1).map(decodeURIComponent);
  const cookies = new Map<string, string>();
  const event = {
    ...{ url, request, locals: {}, route: { id: endpoint.id } },
    params: Object.fromEntries(endpoint.names.map((name, at) => [name, values[at]])),
    cookies: {
      get: (name: string) => cookies.get(name),
      set: (name: string, value: string) => void cookies.set(name, value)
    },
    getClientAddress: () => '127.0.0.1',
    setHeaders: () => undefined
  } as unknown as RequestEvent;
  return handle({
    event,
    async resolve(asked) {
      const module = (await import(/* @vite-ignore */ resolve(endpoint.file))) as Record<string, Handler>;
      const handler = module[asked.request.method] ?? module.fallback;
      if (handler) return handler(asked);
      const allow = Object.keys(module).filter((name) => /^[A-Z]+$/.test(name));
      return new Response('Method not allowed', { status: 405, headers: { allow: allow.join(', ') } });
    }
  });
}
