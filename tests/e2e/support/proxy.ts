import { connect } from 'node:net';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What a ministry's network does to what passes through it. */
export type Network = {
  /** the answer's whole body is kept back until it has ended, as virus scanners do */
  buffersAnswers: boolean;
};

export type Proxy = {
  url: string;
  /** how many sockets it has refused */
  refused(): number;
  /** Lets sockets through from now on. */
  letSocketsPass(): void;
  /** how many requests wait for the end of their answer at this moment */
  open(): number;
  /** While cut, nothing passes at all. */
  cut(isCut: boolean): void;
  stop(): Promise<void>;
};

/** A proxy in front of a server, on a free port: it answers every Upgrade with 403, until told otherwise. */
export async function startProxy(target: string, network: Network): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  let refused = 0;
  let open = 0;
  let refuses = true;
  let isCut = false;
  const server = createServer((request, response) => {
    if (isCut) return void request.socket.destroy();
    open++;
    response.once('close', () => open--);
    const { method, url: path, headers } = request;
    const onwards = ask({ hostname, port, method, path, headers }, (answer) => {
      if (network.buffersAnswers) void passWhole(answer, response);
      else passOn(answer, response);
    });
    onwards.on('error', () => failed(response));
    // A scanner reads on when its client has gone; another proxy gives up with it.
    if (!network.buffersAnswers) response.on('close', () => onwards.destroy());
    request.on('error', () => onwards.destroy());
    request.pipe(onwards);
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (!refuses) {
      const onwards = connect(Number(port), hostname, () => {
        const lines = request.rawHeaders.map((text, i) => text + (i % 2 ? '\r\n' : ': ')).join('');
        onwards.write(`GET ${request.url} HTTP/1.1\r\n${lines}\r\n`);
        onwards.write(head);
        socket.pipe(onwards).pipe(socket);
      });
      onwards.on('error', () => socket.destroy());
      socket.on('close', () => onwards.destroy());
      return;
    }
    refused++;
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 7\r\n\r\nBlocked');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused: () => refused,
    letSocketsPass: () => void (refuses = false),
    open: () => open,
    cut(now) {
      isCut = now;
      if (isCut) server.closeAllConnections();
    },
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      })
  };
}

function passOn(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  response.flushHeaders();
  answer.on('error', () => response.destroy());
  answer.pipe(response);
}

async function passWhole(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(answer).catch(() => null);
  if (body === null || response.destroyed) return failed(response);
  const { 'transfer-encoding': _chunked, ...headers } = answer.headers;
  response.writeHead(answer.statusCode ?? 502, { ...headers, 'content-length': body.length });
  response.end(body);
}

function failed(response: ServerResponse): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  response.writeHead(502, { 'content-type': 'text/html' });
  response.end('<h1>Bad gateway</h1>');
}
