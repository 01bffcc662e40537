import * as decoding from 'lib0/decoding';
import type { ClientOptions, WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { presenceFrame, syncFrame } from '#lib/sync/frame.server.ts';
import type { DocumentRef } from '#lib/sync/index.ts';
import { openLine, stockClass, type Via } from './line.ts';
import { nameOf, until, type Who, type World } from './world.ts';

/** A bare socket that says exactly what a test wants and remembers everything it hears. */
export type Raw = {
  /** the socket itself; over HTTP there is none */
  ws: WebSocket;
  updates: Uint8Array[];
  acks: number[];
  presences: Map<number, unknown>;
  denied: string[];
  closed: { code: number; reason: string } | null;
  heardKeepAlives: number;
  send(bytes: Uint8Array): void;
  sendUpdate(update: Uint8Array, step?: 'step2' | 'update'): void;
  sendPresence(client: number, clock: number, state: unknown): void;
  /** asks for the whole document and returns it */
  text(): Promise<Y.Doc>;
  end(): void;
};

type RawOptions = {
  who?: Who;
  ack?: boolean;
  headers?: ClientOptions['headers'];
  cookie?: string;
  fetch?: typeof fetch;
};

/**
 * Opens a bare socket, over HTTP where the world says so; resolves when open, or when the server has closed it with a code.
 */
export async function openRaw(
  world: { url: string; via?: Via },
  name: string | DocumentRef,
  options: RawOptions = {}
): Promise<Raw> {
  const params = new URLSearchParams();
  if (options.who) params.set('token', options.who);
  if (options.ack) params.set('ack', '1');
  const wire = typeof name === 'string' ? name : nameOf(name);
  const line = openLine(`${world.url}/${wire}?${params}`, world.via, options.headers, options.fetch);
  let answer: ((update: Uint8Array) => void) | null = null;
  const raw: Raw = {
    ws: line.ws!,
    updates: [],
    acks: [],
    presences: new Map(),
    denied: [],
    closed: null,
    heardKeepAlives: 0,
    send: (bytes) => line.send(bytes),
    sendUpdate: (update, step = 'update') => line.send(syncFrame(step, update)),
    sendPresence: (client, clock, state) =>
      line.send(
        presenceFrame([{ client, clock, state: typeof state === 'string' ? state : JSON.stringify(state) }])
      ),
    async text() {
      const got = new Promise<Uint8Array>((resolve) => (answer = resolve));
      line.send(syncFrame('step1', new Uint8Array([0])));
      const doc = new Y.Doc();
      Y.applyUpdate(doc, await got);
      return doc;
    },
    end: () => line.end()
  };
  line.onClose((code, reason) => (raw.closed = { code, reason }));
  line.onFrame((data) => hear(raw, data, (update) => answer?.(update)));
  await until('the socket opens', () => raw.closed !== null || line.isOpen());
  return raw;
}

function hear(raw: Raw, data: Buffer, onStep2: (update: Uint8Array) => void): void {
  const decoder = decoding.createDecoder(data);
  const type = decoding.readVarUint(decoder);
  if (type === 100) return void raw.acks.push(decoding.readVarUint(decoder));
  if (type === 2) {
    decoding.readVarUint(decoder);
    return void raw.denied.push(decoding.readVarString(decoder));
  }
  if (type === 1) return hearPresence(raw, decoding.readVarUint8Array(decoder));
  const step = decoding.readVarUint(decoder);
  const bytes = decoding.readVarUint8Array(decoder);
  if (step === 1) onStep2(bytes);
  if (step === 2) raw.updates.push(bytes);
}

function hearPresence(raw: Raw, bytes: Uint8Array): void {
  const decoder = decoding.createDecoder(bytes);
  const count = decoding.readVarUint(decoder);
  if (count === 0) raw.heardKeepAlives++;
  for (let i = 0; i < count; i++) {
    const client = decoding.readVarUint(decoder);
    decoding.readVarUint(decoder);
    const state = JSON.parse(decoding.readVarString(decoder)) as unknown;
    if (state === null) raw.presences.delete(client);
    else raw.presences.set(client, state);
  }
}

/** A stock y-websocket client. */
export function openStock(world: World & { via?: Via }, ref: DocumentRef, who?: Who) {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(world.url, nameOf(ref), doc, {
    WebSocketPolyfill: stockClass(world.via),
    params: who ? { token: who } : {},
    disableBc: true
  });
  let closed: number | null = null;
  provider.on('closed', (event) => (closed = event.code));
  return {
    doc,
    provider,
    get closed() {
      return closed;
    },
    synced: () => until('the client is synced', () => provider.synced),
    end() {
      provider.destroy();
      doc.destroy();
    }
  };
}

/** A Y.Doc holding what the socket's document holds, whose changes are collected instead of sent. */
export async function editorOf(
  raw: Raw
): Promise<{ doc: Y.Doc; edit(work: (doc: Y.Doc) => void): Uint8Array }> {
  const doc = await raw.text();
  return {
    doc,
    edit(work) {
      const made: Uint8Array[] = [];
      const collect = (update: Uint8Array) => made.push(update);
      doc.on('update', collect);
      work(doc);
      doc.off('update', collect);
      return made.length === 1 ? made[0]! : Y.mergeUpdates(made);
    }
  };
}
