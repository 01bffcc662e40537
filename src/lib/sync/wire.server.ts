import { WebSocket } from 'ws';
import type { CloseCode } from './protocol.ts';

/** What a wire tells the connection that uses it. */
export type WireEvents = {
  /** one whole frame, in the order it was sent */
  frame(data: Buffer, isBinary: boolean): void;
  /** the other side gave a sign of life */
  alive(): void;
  /** over, with this code; told once */
  closed(code: number): void;
};

/**
 * What carries the frames of one connection: a WebSocket, or HTTP requests where sockets are blocked. Frames arrive
 * whole, in order and once. Nothing above knows which it is.
 */
export type Wire = {
  readonly isOpen: boolean;
  /** bytes given to `send` that the other side has not taken yet */
  readonly unsentBytes: number;
  listen(events: WireEvents): void;
  send(frame: Buffer): void;
  /** Says goodbye behind everything sent so far, and ends whether or not it is answered. */
  close(code: CloseCode, reason: string): void;
  /** Ends at once, without a word. */
  terminate(): void;
  /** Takes nothing more from the other side, so that it waits, until `resume`. */
  pause(): void;
  resume(): void;
  /** Asks for a sign of life, where one does not come by itself. */
  ping(): void;
};

// How long the answer to our goodbye may take.
const GOODBYE = 2000;

/** The wire of an open WebSocket. */
export function webSocketWire(ws: WebSocket): Wire {
  return {
    get isOpen() {
      return ws.readyState === WebSocket.OPEN;
    },
    get unsentBytes() {
      return ws.bufferedAmount;
    },
    listen({ frame, alive, closed }) {
      ws.on('error', noop);
      ws.on('message', frame);
      ws.on('pong', alive);
      ws.on('close', closed);
    },
    send: (frame) => ws.send(frame, noop),
    close(code, reason) {
      // The answer to our goodbye has to be read, but not for long.
      ws.resume();
      ws.close(code, reason.slice(0, 120));
      setTimeout(() => ws.terminate(), GOODBYE).unref();
    },
    terminate: () => ws.terminate(),
    pause: () => ws.pause(),
    resume: () => ws.resume(),
    ping: () => ws.ping(noop)
  };
}

function noop(): void {
  // Errors of a write reach the socket's own 'error' and 'close' events.
}
