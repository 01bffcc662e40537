import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/**
 * What the HTTP wire carries in both directions (SPEC.md, H3): records, one after another. Each is a varUint with its
 * kind, a varUint with the length of what follows, and that many bytes.
 */
export type WireRecord =
  /** one frame of the binary protocol, exactly as a WebSocket would carry it */
  | { kind: 'frame'; frame: Uint8Array }
  /** the last record of a session: the close code and a reason for logs */
  | { kind: 'close'; code: number; reason: string }
  /** says that the line is open; not numbered */
  | { kind: 'beat' };

const kinds = { frame: 0, close: 1, beat: 2 } as const;

/** A JSON answer of the server to a request that opens a session, or sends. */
export type OpenAnswer = { session: string } | { close: { code: number; reason: string } };
export type SendAnswer = {
  /** the number of the last frame taken from this client */
  received: number;
  /** the number of the last frame that waits for it or was sent to it */
  sent: number;
};

/** @returns the bytes of one record */
export function encodeRecord(record: WireRecord): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, kinds[record.kind]);
  encoding.writeVarUint8Array(encoder, contentOf(record));
  return encoding.toUint8Array(encoder);
}

function contentOf(record: WireRecord): Uint8Array {
  if (record.kind === 'frame') return record.frame;
  const encoder = encoding.createEncoder();
  if (record.kind === 'close') {
    encoding.writeVarUint(encoder, record.code);
    encoding.writeVarString(encoder, record.reason);
  }
  return encoding.toUint8Array(encoder);
}

/** Reads records out of bytes that arrive in pieces of any size. */
export class RecordReader {
  #waiting: Uint8Array[] = [];
  #size = 0;
  /** bytes there must be before the record under way is whole */
  #needed = 1;

  /** Whether the bytes so far end with a whole record. */
  get isWhole(): boolean {
    return this.#size === 0;
  }

  /**
   * @returns the records that are whole now; their bytes are copies or views that stay as they are
   * @throws Error when the bytes are no records
   */
  read(piece: Uint8Array): WireRecord[] {
    this.#waiting.push(piece);
    this.#size += piece.length;
    // A long frame in many pieces is put together once, not again for each of them.
    if (this.#size < this.#needed) return [];
    const bytes = this.#waiting.length === 1 ? piece : joined(this.#waiting, this.#size);
    const records: WireRecord[] = [];
    let at = 0;
    for (;;) {
      const head = headOf(bytes, at);
      if (head === null || head.end > bytes.length) {
        this.#needed = head === null ? bytes.length - at + 1 : head.end - at;
        break;
      }
      records.push(recordOf(head.kind, bytes.subarray(head.start, head.end)));
      at = head.end;
    }
    this.#waiting = at < bytes.length ? [bytes.subarray(at)] : [];
    this.#size = bytes.length - at;
    return records;
  }
}

function headOf(bytes: Uint8Array, at: number): { kind: number; start: number; end: number } | null {
  const kind = varUint(bytes, at);
  if (kind && kind.value > kinds.beat) throw new Error('not a record');
  const length = kind && varUint(bytes, kind.next);
  return kind && length ? { kind: kind.value, start: length.next, end: length.next + length.value } : null;
}

// lib0 throws at the end of the bytes; here that only means that more is to come.
function varUint(bytes: Uint8Array, at: number): { value: number; next: number } | null {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return null;
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return { value, next: at + i + 1 };
  }
  throw new Error('not a record');
}

function recordOf(kind: number, content: Uint8Array): WireRecord {
  if (kind === kinds.frame) return { kind: 'frame', frame: content };
  if (kind === kinds.beat) return { kind: 'beat' };
  if (kind !== kinds.close) throw new Error('not a record');
  const decoder = decoding.createDecoder(content);
  return { kind: 'close', code: decoding.readVarUint(decoder), reason: decoding.readVarString(decoder) };
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
