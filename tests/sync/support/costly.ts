import * as encoding from 'lib0/encoding';
import type * as Y from 'yjs';

/** Small updates that take long: every one is a valid Yjs update. */

type Place = { client: number; clock: number };

/**
 * One-character items that all want to stand at the start of a text, each before another one of its characters.
 * @param text where the characters of the text begin; there must be more than `count`
 */
export function farNeighbours(
  client: number,
  clock: number,
  text: Place,
  count: number,
  skip = 0
): Uint8Array {
  const encoder = begin(client, clock, count);
  for (let i = 0; i < count; i++) {
    encoding.writeUint8(encoder, 0x40 | 4);
    encoding.writeVarUint(encoder, text.client);
    encoding.writeVarUint(encoder, text.clock + count + skip - i);
    encoding.writeVarString(encoder, 'x');
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

/** Characters put between every second pair of a text's characters, from the back, or deletions of every fourth. */
export function manyCuts(client: number, clock: number, text: Place, count: number, from = 0): Uint8Array {
  const encoder = begin(client, clock, count);
  for (let i = count; i > 0; i--) {
    encoding.writeUint8(encoder, 0x80 | 0x40 | 4);
    encoding.writeVarUint(encoder, text.client);
    encoding.writeVarUint(encoder, text.clock + from + 2 * i - 1);
    encoding.writeVarUint(encoder, text.client);
    encoding.writeVarUint(encoder, text.clock + from + 2 * i);
    encoding.writeVarString(encoder, 'x');
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

/** Ranges that each delete everything from the first character on. */
export function sameDeletion(text: Place, length: number, count: number): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, text.client);
  encoding.writeVarUint(encoder, count);
  for (let i = 0; i < count; i++) {
    encoding.writeVarUint(encoder, text.clock);
    encoding.writeVarUint(encoder, length);
  }
  return encoding.toUint8Array(encoder);
}

/** Empty texts in one place, each under a client id of its own. */
export function manyClients(first: number, count: number, parent: Y.ID): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, count);
  for (let i = 0; i < count; i++) {
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, first + i * 7);
    encoding.writeVarUint(encoder, 0);
    encoding.writeUint8(encoder, 7);
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint(encoder, parent.client);
    encoding.writeVarUint(encoder, parent.clock);
    encoding.writeVarUint(encoder, 6);
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

function begin(client: number, clock: number, count: number): encoding.Encoder {
  const encoder = encoding.createEncoder();
  for (const number of [1, count, client, clock]) encoding.writeVarUint(encoder, number);
  return encoder;
}
