import type { Random } from './random.ts';

/** Changes a frame in a few places, as a broken or hostile sender might. */
export function mutate(frame: Uint8Array, random: Random, others: readonly Uint8Array[]): Uint8Array {
  let bytes = Uint8Array.from(frame);
  for (let i = 1 + random.int(3); i > 0; i--) bytes = change(bytes, random, others);
  return bytes;
}

function change(bytes: Uint8Array, random: Random, others: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const at = random.int(bytes.length || 1);
  const copy = Uint8Array.from(bytes);
  switch (random.int(8)) {
    case 0:
      copy[at]! ^= 1 << random.int(8);
      return copy;
    case 1:
      copy[at] = random.pick([0, 1, 2, 10, 127, 128, 255, random.int(256)]);
      return copy;
    case 2:
      return copy.slice(0, at);
    case 3:
      return Uint8Array.from([...copy.slice(0, at), random.int(256), ...copy.slice(at)]);
    case 4:
      return Uint8Array.from([...copy.slice(0, at), ...copy.slice(at + 1)]);
    case 5: {
      const end = Math.min(copy.length, at + random.int(12));
      return Uint8Array.from([...copy.slice(0, end), ...copy.slice(at)]);
    }
    case 6: {
      const other = random.pick(others);
      return Uint8Array.from([...copy.slice(0, at), ...other.slice(random.int(other.length))]);
    }
    default:
      // Longer varints: numbers near the edges of what fits.
      return Uint8Array.from([...copy.slice(0, at), 255, 255, 255, 255, 15, ...copy.slice(at + 1)]);
  }
}
