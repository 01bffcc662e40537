import * as encoding from 'lib0/encoding';

/**
 * Message numbers of the wire. 0–3 are those of y-websocket; a stock client logs and skips the ones it does not know.
 * `ack` (server → client, only with `?ack=1`) carries one varUint: how many of this connection's update frames
 * (SyncStep2 and Update, counted together) are on disk. It only grows, and starts at 0 with each connection.
 */
export const messages = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3, ack: 100 } as const;
export const messageAck = messages.ack;

/** Inside a `sync` message. */
export const syncMessages = { step1: 0, step2: 1, update: 2 } as const;

/**
 * Why the server ends a connection. 4400–4499 are final: y-websocket stops trying. All others are tried again.
 * The words people read are the client's (`sync_*` messages).
 */
export const closeCodes = {
  /** the server goes away and comes back */
  restarting: 1012,
  /** cannot serve now: storage refuses writes, or this reader is too slow */
  tryLater: 1013,
  /** the stored document cannot be read; an operator has to look */
  unreadable: 1011,
  /** what this socket may do has grown: join again, as somebody who writes */
  rejoin: 4503,
  malformed: 4400,
  signedOut: 4401,
  forbidden: 4403,
  notFound: 4404,
  epochEnded: 4409,
  tooLarge: 4413,
  contentRefused: 4422,
  tooMuch: 4429
} as const;

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];

/** Whether a client must not try again after this close code. */
export function isFinalClose(code: number): boolean {
  return code >= 4400 && code < 4500;
}

/** The largest frame the server reads, in bytes. An editor caps a paste well below it; bulk goes by HTTP. */
export const maxFrameBytes = 2 * 1024 * 1024;

/** @returns the message that says `count` update frames of this connection are on disk */
export function encodeAck(count: number): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messages.ack);
  encoding.writeVarUint(encoder, count);
  return encoding.toUint8Array(encoder);
}
