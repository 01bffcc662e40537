import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { addressOf } from './address.ts';

/** The headers by which Kit's handler learns what {@link addressOf} found. Whatever a client sends under them is replaced. */
export const ourHeaders = {
  protocol: 'x-groundwork-protocol',
  host: 'x-groundwork-host',
  address: 'x-groundwork-address'
} as const;

/** What Kit's handler reads once, when it is imported. Call before importing it. */
export function prepareHandlerEnvironment(config: Config, env: NodeJS.ProcessEnv): void {
  if (config.origin) env.ORIGIN = config.origin;
  else delete env.ORIGIN;
  env.PROTOCOL_HEADER = ourHeaders.protocol;
  env.HOST_HEADER = ourHeaders.host;
  env.ADDRESS_HEADER = ourHeaders.address;
  delete env.PORT_HEADER;
  env.BODY_SIZE_LIMIT ??= '1M';
}

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * The HTTP server: pages and API through `handler`, `/collab/…` through `upgrade` and, where sockets are refused, through
 * `collab`, nothing else. Does not listen yet.
 */
export function createHttpServer(options: {
  config: Pick<Config, 'trustProxy' | 'demo'>;
  log: Log;
  handler: Handler;
  upgrade: Upgrade;
  collab: (request: IncomingMessage, response: ServerResponse) => void;
}): Server {
  const { config, log, handler, upgrade, collab } = options;
  const server = createServer((request, response) => {
    if (!tellAddress(request, config)) {
      response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
      return void response.end('The Host header of this request is not valid here.\n');
    }
    if (request.url?.startsWith('/collab/')) return collab(request, response);
    handler(request, response, () => {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
      response.end('Not found.\n');
    });
  });
  server.on('upgrade', (request, socket, head) => {
    // A peer that vanishes mid-handshake emits on a socket nobody else watches yet; unheard it ends the process.
    socket.on('error', () => socket.destroy());
    const isOurs = request.url?.startsWith('/collab/') && tellAddress(request, config);
    if (!isOurs) return refuse(socket);
    upgrade(request, socket, head);
  });
  server.on('clientError', (_, socket) => refuse(socket, '400 Bad Request'));
  server.on('error', (err) => log.error({ err }, 'the HTTP server failed'));
  // Longer than the 60 s most proxies keep a connection, or they answer 502 for a request we just hung up on.
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 20_000;
  server.requestTimeout = 60_000;
  return server;
}

function tellAddress(request: IncomingMessage, config: Pick<Config, 'trustProxy' | 'demo'>): boolean {
  const address = addressOf(request, config);
  if (!address) return false;
  request.headers[ourHeaders.protocol] = address.protocol;
  request.headers[ourHeaders.host] = address.host;
  request.headers[ourHeaders.address] = address.client;
  return true;
}

function refuse(socket: Duplex, status = '404 Not Found'): void {
  if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  else socket.destroy();
}
