import { expect, test } from 'vitest';
import { encodeRecord, RecordReader, type WireRecord } from './httpRecords.ts';

const records: WireRecord[] = [
  { kind: 'beat' },
  { kind: 'frame', frame: new Uint8Array([0, 2, 1, 7]) },
  { kind: 'frame', frame: new Uint8Array(70_000).fill(9) },
  { kind: 'frame', frame: new Uint8Array(0) },
  { kind: 'close', code: 4403, reason: 'no right' }
];
const bytes = Buffer.concat(records.map(encodeRecord));

test.each([1, 2, 3, 127, 4096, 1e6])('H3 records come whole out of pieces of %i bytes', (size) => {
  const reader = new RecordReader();
  const read: WireRecord[] = [];
  for (let at = 0; at < bytes.length; at += size)
    read.push(...reader.read(new Uint8Array(bytes.subarray(at, at + size))));
  expect(read).toEqual(records);
  expect(reader.isWhole).toBe(true);
});

test('H3 a piece that ends in the middle of a record is not whole', () => {
  const reader = new RecordReader();
  expect(reader.read(new Uint8Array(bytes.subarray(0, bytes.length - 1)))).toHaveLength(4);
  expect(reader.isWhole).toBe(false);
});

test('H3 what is no record is refused at once', () => {
  expect(() => new RecordReader().read(new TextEncoder().encode('<html>blocked</html>'))).toThrow();
  expect(() => new RecordReader().read(new Uint8Array([0, 255, 255, 255, 255, 255, 255]))).toThrow();
});
