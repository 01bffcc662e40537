import { afterEach, beforeEach, expect, test } from 'vitest';
import { AckAccount } from './ackAccount.ts';
import { CompositionGate } from './compositionGate.ts';
import { frameOf, gatedSocket, type SocketClass } from './gatedSocket.ts';

const step1 = new Uint8Array([0, 0, 1, 0]);
const step2 = new Uint8Array([0, 1, 2, 0, 0]);
const update = new Uint8Array([0, 2, 2, 0, 0]);
const presence = new Uint8Array([1, 1, 0]);

type Handler = ((event: MessageEvent) => void) | null;

/** Like a browser's socket: `onmessage` is an accessor of the class. */
class FakeSocket extends EventTarget {
  readonly OPEN = 1;
  readyState = 1;
  wire: Uint8Array[] = [];
  listener: Handler = null;
  get onmessage() {
    return this.listener;
  }
  set onmessage(handler: Handler) {
    this.listener = handler;
  }
  send(data: Uint8Array) {
    this.wire.push(data);
  }
}

let gate: CompositionGate;
let account: AckAccount;
let read: string[];
let traffic: number;

beforeEach(() => {
  gate = new CompositionGate();
  account = new AckAccount();
  read = [];
  traffic = 0;
});
afterEach(() => gate.release());

function open(): FakeSocket {
  const Gated = gatedSocket(FakeSocket as unknown as SocketClass, {
    gate,
    account,
    onTraffic: () => traffic++
  });
  const socket = new Gated('ws://x') as unknown as FakeSocket;
  socket.onmessage = (event) => read.push(event.data as string);
  socket.dispatchEvent(new Event('open'));
  return socket;
}

const arrive = (socket: FakeSocket, data: string) => socket.listener?.(new MessageEvent('message', { data }));

test('frames are told apart by their first two numbers', () => {
  const kinds = [step1, step2, update, presence, 'text', new Uint8Array([100, 3])].map(frameOf);
  expect(kinds).toEqual(['other', 'step2', 'update', 'other', 'other', 'other']);
});

test('updates before the answer to the handshake are left to that answer', () => {
  const socket = open();
  account.edited();
  socket.send(update);
  expect(socket.wire).toEqual([]);
  socket.send(step1);
  socket.send(step2);
  account.edited();
  socket.send(update);
  expect(socket.wire).toEqual([step1, step2, update]);
  account.acknowledged(1);
  expect(account.pending).toBe(1);
});

test('while a word is composed nothing goes out and nothing comes in; then both in their order', () => {
  const socket = open();
  socket.send(step2);
  gate.hold();
  socket.send(update);
  socket.send(presence);
  arrive(socket, 'a');
  arrive(socket, 'b');
  expect(socket.wire).toEqual([step2]);
  expect(read).toEqual([]);
  expect(traffic).toBe(2);
  gate.release();
  expect(socket.wire).toEqual([step2, update, presence]);
  expect(read).toEqual(['a', 'b']);
  arrive(socket, 'c');
  expect(read).toEqual(['a', 'b', 'c']);
});

test('what waited on a closed connection is not sent on it: the next handshake carries it', () => {
  const socket = open();
  socket.send(step2);
  gate.hold();
  account.edited();
  socket.send(update);
  socket.readyState = 3;
  socket.dispatchEvent(new Event('close'));
  gate.release();
  expect(socket.wire).toEqual([step2]);
  const next = open();
  next.send(step2);
  account.acknowledged(1);
  expect(account.pending).toBe(0);
});
