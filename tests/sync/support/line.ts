import { WebSocket, type ClientOptions } from 'ws';
import type { HttpPace } from '#lib/sync/client/httpPace.ts';
import { HttpSocket, type Ways } from '#lib/sync/client/httpSocket.ts';

/** By which wire a test's clients come, and how they listen. */
export type Via = 'websocket' | 'stream' | 'poll' | 'glance';
export const everyWire: readonly Via[] = ['websocket', 'stream', 'poll'];
/** for rules that do not depend on how a client listens */
export const bothWires: readonly Via[] = ['websocket', 'stream'];

/** One connection as a test's client has it, whatever the wire. */
type Line = {
  ws: WebSocket | null;
  isOpen(): boolean;
  send(bytes: Uint8Array): void;
  end(): void;
  onFrame(hear: (data: Buffer) => void): void;
  onClose(hear: (code: number, reason: string) => void): void;
};

/** @param ask what HTTP requests go by, where a test spoils them */
export function openLine(
  url: string,
  via: Via = 'websocket',
  headers: ClientOptions['headers'] = {},
  ask: typeof fetch = fetch
): Line {
  return via === 'websocket' ? webSocketLine(url, headers) : httpLine(url, via, headers as HeadersInit, ask);
}

function webSocketLine(url: string, headers: ClientOptions['headers']): Line {
  const ws = new WebSocket(url, { headers });
  ws.binaryType = 'nodebuffer';
  ws.on('error', () => undefined);
  return {
    ws,
    isOpen: () => ws.readyState === WebSocket.OPEN,
    send: (bytes) => ws.send(bytes),
    end: () => ws.terminate(),
    onFrame: (hear) => void ws.on('message', (data: Buffer) => hear(data)),
    onClose: (hear) => void ws.on('close', (code, reason) => hear(code, reason.toString()))
  };
}

/** Ways of a client that listens as told. */
export function waysOf(via: Exclude<Via, 'websocket'>): Ways {
  return {
    isBuffered: via === 'poll',
    onBuffered: () => undefined,
    enter: async () => undefined,
    mayHold: () => via !== 'glance'
  };
}

const quick: Partial<HttpPace> = { gather: 0, glance: 30, patience: 1500 };

function httpLine(
  url: string,
  via: Exclude<Via, 'websocket'>,
  headers: HeadersInit,
  ask: typeof fetch
): Line {
  const socket = new HttpSocket(url, {
    ways: waysOf(via),
    pace: ask === fetch ? quick : { ...quick, patience: 15_000 },
    fetch: (input, init) => ask(input, { ...init, headers: { ...init?.headers, ...headers } as HeadersInit })
  });
  return {
    ws: null,
    isOpen: () => socket.readyState === socket.OPEN,
    send: (bytes) => socket.send(bytes),
    end: () => socket.close(),
    onFrame: (hear) => (socket.onmessage = ({ data }) => hear(Buffer.from(data as ArrayBuffer))),
    onClose: (hear) => (socket.onclose = ({ code, reason }) => hear(code, reason))
  };
}

/** The class a stock provider is given. */
export function stockClass(via: Via = 'websocket'): typeof globalThis.WebSocket {
  if (via === 'websocket') return WebSocket as unknown as typeof globalThis.WebSocket;
  const ways = waysOf(via);
  const over = class extends HttpSocket {
    constructor(url: string) {
      super(url, { ways, pace: quick });
    }
  };
  return over as unknown as typeof globalThis.WebSocket;
}
