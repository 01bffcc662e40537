import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { closeCodes, messages, syncMessages } from './protocol.ts';
import { Refusal } from './refusal.server.ts';

/** What a client's frame asks for. The bytes are views into the frame. */
export type Inbound =
  | { type: 'step1'; stateVector: Uint8Array }
  | { type: 'update'; isStep2: boolean; update: Uint8Array }
  | { type: 'presence'; bytes: Uint8Array }
  | { type: 'queryPresence' };

/**
 * Reads one frame: exactly one known message, nothing after it.
 * @throws Refusal `malformed`
 */
export function readFrame(frame: Uint8Array): Inbound {
  try {
    const decoder = decoding.createDecoder(frame);
    const message = readMessage(decoder);
    if (message && !decoding.hasContent(decoder)) return message;
  } catch {
    // Falls through: whatever lib0 stumbled over, the frame is not one of ours.
  }
  throw new Refusal(closeCodes.malformed, 'not a message of this protocol');
}

function readMessage(decoder: decoding.Decoder): Inbound | null {
  const type = decoding.readVarUint(decoder);
  if (type === messages.queryAwareness) return { type: 'queryPresence' };
  if (type === messages.awareness) return { type: 'presence', bytes: decoding.readVarUint8Array(decoder) };
  if (type !== messages.sync) return null;
  const step = decoding.readVarUint(decoder);
  if (step > syncMessages.update) return null;
  const bytes = decoding.readVarUint8Array(decoder);
  if (step === syncMessages.step1) return { type: 'step1', stateVector: bytes };
  return { type: 'update', isStep2: step === syncMessages.step2, update: bytes };
}

/** @returns a `sync` message ready to send; built once, sent to many */
export function syncFrame(step: keyof typeof syncMessages, bytes: Uint8Array): Buffer {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messages.sync);
  encoding.writeVarUint(encoder, syncMessages[step]);
  encoding.writeVarUint8Array(encoder, bytes);
  return toBuffer(encoder);
}

/** One person's presence as it goes out; `state` is JSON, `null` for somebody who left. */
export type PresenceEntry = { client: number; clock: number; state: string };

/** @returns an awareness message with these entries; with none it is the keep-alive a stock client accepts */
export function presenceFrame(entries: readonly PresenceEntry[]): Buffer {
  const list = encoding.createEncoder();
  encoding.writeVarUint(list, entries.length);
  for (const { client, clock, state } of entries) {
    encoding.writeVarUint(list, client);
    encoding.writeVarUint(list, clock);
    encoding.writeVarString(list, state);
  }
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messages.awareness);
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(list));
  return toBuffer(encoder);
}

/** @returns y-protocols' "permission denied": a stock client logs the reason, ours turns to reading */
export function deniedFrame(reason: string): Buffer {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messages.auth);
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarString(encoder, reason);
  return toBuffer(encoder);
}

function toBuffer(encoder: encoding.Encoder): Buffer {
  const bytes = encoding.toUint8Array(encoder);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
