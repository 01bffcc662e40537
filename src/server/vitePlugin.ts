import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Plugin } from 'vite';
import type { Engine } from './wiring.ts';

type Shelf = { [key: symbol]: { ready?: Engine } | undefined };
const engineOf = () => (globalThis as Shelf)[Symbol.for('groundwork.engine')]?.ready;

/** Serves `/collab/…`, sockets and plain requests, during development. Does nothing under Vitest. */
export function collaboration(): Plugin {
  return {
    name: 'groundwork-collaboration',
    apply: 'serve',
    configureServer({ httpServer, middlewares }) {
      // With it attached, `vitest run` waits for a server that never closes.
      if (process.env.VITEST || !httpServer) return;
      const server = httpServer as Server;
      server.on('upgrade', (request, socket, head) => {
        if (!request.url?.startsWith('/collab/')) return;
        socket.on('error', () => socket.destroy());
        void admit(server, request, socket, head);
      });
      middlewares.use((request, response, next) => {
        if (!request.url?.startsWith('/collab/')) return next();
        void woken(server).then((engine) =>
          engine ? engine.sync.handleRequest(request, response) : response.writeHead(503).end()
        );
      });
    }
  };
}

async function admit(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
  const engine = await woken(server);
  if (engine) engine.sync.handleUpgrade(request, socket, head);
  else socket.destroy();
}

// In development Kit runs `init` at the first HTTP request, and a tab that was left open comes back with its socket first.
async function woken(server: Server): Promise<Engine | undefined> {
  const address = server.address();
  if (!engineOf() && address && typeof address === 'object') {
    const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    await fetch(`http://${host}:${address.port}/healthz`).catch(() => undefined);
  }
  return engineOf();
}
