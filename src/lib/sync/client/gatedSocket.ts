import * as decoding from 'lib0/decoding';
import { messages, syncMessages } from '../protocol.ts';
import type { AckAccount } from './ackAccount.ts';
import type { CompositionGate } from './compositionGate.ts';

/** What y-websocket needs of a WebSocket class. */
export type SocketClass = typeof WebSocket;

type Hooks = {
  gate: CompositionGate;
  account: AckAccount;
  /** something arrived, even if it has to wait */
  onTraffic(): void;
};

type Frame = 'step2' | 'update' | 'other';

/** What an outgoing frame is to the account: only SyncStep2 and Update carry edits. */
export function frameOf(data: unknown): Frame {
  if (!(data instanceof Uint8Array)) return 'other';
  const decoder = decoding.createDecoder(data);
  if (decoding.readVarUint(decoder) !== messages.sync) return 'other';
  const kind = decoding.readVarUint(decoder);
  if (kind === syncMessages.step2) return 'step2';
  return kind === syncMessages.update ? 'update' : 'other';
}

/**
 * A WebSocket for y-websocket that waits while the gate is held and keeps the account of sent frames.
 * An update made before this connection has answered the server's SyncStep1 is not sent by itself: that answer, which
 * is computed later, contains it. So the account's first frame is always the whole of what the server lacks.
 */
export function gatedSocket(Base: SocketClass, { gate, account, onTraffic }: Hooks): SocketClass {
  return class GatedSocket extends Base {
    #received: MessageEvent[] = [];
    #outgoing: Parameters<WebSocket['send']>[0][] = [];
    #handler: ((event: MessageEvent) => void) | null = null;
    #hasAnswered = false;

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      super.onmessage = (event: MessageEvent) => this.#receive(event);
      this.addEventListener('open', () => account.connected());
      const forget = gate.onRelease(() => this.#flush());
      this.addEventListener('close', forget);
    }

    override get onmessage() {
      return this.#handler;
    }

    override set onmessage(handler) {
      this.#handler = handler;
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      const frame = frameOf(data);
      if (frame === 'update' && !this.#hasAnswered) return;
      if (frame === 'step2') this.#hasAnswered = true;
      if (frame !== 'other') account.sent();
      if (gate.isHeld) this.#outgoing.push(data);
      else super.send(data);
    }

    #receive(event: MessageEvent): void {
      onTraffic();
      if (gate.isHeld) this.#received.push(event);
      else this.#handler?.(event);
    }

    #flush(): void {
      if (this.readyState !== this.OPEN) return;
      for (const data of this.#outgoing.splice(0)) super.send(data);
      for (const event of this.#received.splice(0)) this.#handler?.(event);
    }
  };
}
