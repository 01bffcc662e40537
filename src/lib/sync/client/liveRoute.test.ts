import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { SocketClass } from './gatedSocket.ts';
import { LiveRoute, type Route } from './liveRoute.ts';

/** A network: whether sockets pass, whether plain requests do, and what it says instead. */
const network = {
  sockets: 'pass' as 'pass' | 'refused' | 'swallowed',
  plain: 'pass' as 'pass' | 'page' | 'dead'
};
let server: Server;
let url: string;
let route: LiveRoute;
let changes: Route[];
let held: Socket[];

class OverHttp {
  static made = 0;
  constructor() {
    OverHttp.made++;
  }
}

beforeEach(async () => {
  Object.assign(network, { sockets: 'pass', plain: 'pass' });
  OverHttp.made = 0;
  changes = [];
  held = [];
  const sockets = new WebSocketServer({ noServer: true });
  server = createServer((request, response) => {
    if (network.plain === 'dead') request.socket.destroy();
    else if (network.plain === 'page') response.end('<html>Welcome to this hotel</html>');
    else response.end(JSON.stringify({ wires: ['websocket', 'http'] }));
  });
  server.on('upgrade', (request, socket, head) => {
    if (network.sockets === 'pass') sockets.handleUpgrade(request, socket, head, () => undefined);
    else if (network.sockets === 'refused') socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
    else held.push(socket as Socket);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/collab/name?ack=1`;
  route = new LiveRoute((to) => changes.push(to), { open: 250, again: 60, againAtMost: 120 });
});
afterEach(() => {
  route.stop();
  for (const socket of held) socket.destroy();
  server.closeAllConnections();
  server.close();
});

/** Like a browser's: a failure is an event, and nothing else happens when nobody listens. */
class Quiet extends WebSocket {
  constructor(address: string) {
    super(address);
    this.on('error', () => undefined);
  }
}

/** What y-websocket does: another connection whenever one has ended. @returns how it ended, or that it opened */
async function attempt(): Promise<'opened' | 'failed' | 'http'> {
  const plain = Quiet as unknown as SocketClass;
  const Chosen = route.choose(plain, OverHttp as unknown as SocketClass, plain);
  const socket = new Chosen(url);
  if (socket instanceof OverHttp) return 'http';
  const outcome = await new Promise<'opened' | 'failed'>((told) => {
    socket.addEventListener('open', () => told('opened'));
    socket.addEventListener('close', () => told('failed'));
  });
  (socket as unknown as WebSocket).terminate();
  return outcome;
}

const settled = () => new Promise((later) => setTimeout(later, 60));

test.each(['refused', 'swallowed'] as const)('H12 two sockets that are %s lead to HTTP', async (how) => {
  network.sockets = how;
  expect(await attempt()).toBe('failed');
  await settled();
  expect(route.route).toBe('socket');
  expect(await attempt()).toBe('failed');
  await settled();
  expect(await attempt()).toBe('http');
  expect(changes).toEqual(['http']);
});

test.each(['dead', 'page'] as const)(
  'H12 where plain requests are answered by nobody of ours (%s) it is offline',
  async (how) => {
    Object.assign(network, { sockets: 'refused', plain: how });
    for (let i = 0; i < 4; i++) {
      expect(await attempt()).toBe('failed');
      await settled();
    }
    expect(changes).toEqual([]);
  }
);

test('H12 a server that restarts fails one socket, which is no evidence', async () => {
  for (let i = 0; i < 3; i++) {
    network.sockets = 'refused';
    expect(await attempt()).toBe('failed');
    await settled();
    network.sockets = 'pass';
    expect(await attempt()).toBe('opened');
  }
  expect(changes).toEqual([]);
});

test('H12 sockets are tried again, and taken as soon as they pass', async () => {
  network.sockets = 'refused';
  for (let i = 0; i < 2; i++) {
    await attempt();
    await settled();
  }
  expect(await attempt()).toBe('http');
  await new Promise((later) => setTimeout(later, 300));
  expect(route.route).toBe('http');
  network.sockets = 'pass';
  await expect.poll(() => changes, { timeout: 3000 }).toEqual(['http', 'socket']);
  expect(await attempt()).toBe('opened');
});
