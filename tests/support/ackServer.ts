import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocketServer, type WebSocket } from 'ws';
import * as syncProtocol from 'y-protocols/sync';
import * as Y from 'yjs';
import { encodeAck, messages, syncMessages } from '../../src/lib/sync/protocol.ts';

/** A small server for the client's tests: keeps documents in memory, acknowledges when told to, remembers frames. */
export type AckServer = {
  url: string;
  doc(name: string): Y.Doc;
  /** every update that clients sent, in order */
  updates: Uint8Array[];
  /** bytes of all frames that clients sent, presence included */
  frames: Uint8Array[];
  /** acknowledgements wait while true */
  holdAcks: boolean;
  /** new connections end at once while true */
  isDown: boolean;
  close(code: number): void;
  stop(): Promise<void>;
};

type Room = { doc: Y.Doc; sockets: Set<WebSocket> };

export async function startAckServer(initial: (name: string) => Uint8Array | null): Promise<AckServer> {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  const rooms = new Map<string, Room>();
  const room = (name: string): Room => {
    let found = rooms.get(name);
    if (!found) {
      found = { doc: new Y.Doc(), sockets: new Set() };
      const state = initial(name);
      if (state) Y.applyUpdate(found.doc, state);
      rooms.set(name, found);
    }
    return found;
  };
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server: AckServer = {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/collab`,
    doc: (name) => room(name).doc,
    updates: [],
    frames: [],
    holdAcks: false,
    isDown: false,
    close: (code) => sockets.clients.forEach((socket) => socket.close(code)),
    stop: () =>
      new Promise((resolve) => {
        sockets.clients.forEach((socket) => socket.terminate());
        http.close(() => resolve());
      })
  };
  sockets.on('connection', (socket, request) => {
    const name = decodeURIComponent(request.url!.split('?')[0]!.split('/').at(-1)!);
    if (server.isDown) socket.terminate();
    else join(server, room(name), socket);
  });
  return server;
}

function join(server: AckServer, room: Room, socket: WebSocket): void {
  let stored = 0;
  room.sockets.add(socket);
  socket.on('close', () => room.sockets.delete(socket));
  socket.on('message', (data: Buffer) => {
    const frame = new Uint8Array(data);
    server.frames.push(frame);
    const decoder = decoding.createDecoder(frame);
    if (decoding.readVarUint(decoder) !== messages.sync) return relay(room, socket, frame);
    const kind = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    if (kind === syncMessages.step1)
      return socket.send(sync((e) => syncProtocol.writeSyncStep2(e, room.doc, body)));
    server.updates.push(body);
    Y.applyUpdate(room.doc, body, socket);
    stored++;
    if (!server.holdAcks) socket.send(encodeAck(stored));
    relay(
      room,
      socket,
      sync((e) => syncProtocol.writeUpdate(e, body))
    );
  });
  socket.send(sync((e) => syncProtocol.writeSyncStep1(e, room.doc)));
}

function relay(room: Room, from: WebSocket, frame: Uint8Array): void {
  for (const socket of room.sockets) if (socket !== from) socket.send(frame);
}

function sync(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messages.sync);
  write(encoder);
  return encoding.toUint8Array(encoder);
}
