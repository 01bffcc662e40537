import { expect, test } from 'vitest';
import { newCode, readCode, showCode } from './code.ts';

test.each([
  ['7K3M9QXF', 'as it is'],
  ['7k3m-9qxf', 'in small letters, as shown'],
  [' 7K3M 9QXF ', 'with blanks'],
  ['７Ｋ３Ｍ－９ＱＸＦ', 'in full-width characters'],
  ['7K3M—9QXF', 'with a long dash'],
  ['7K3M　9QXF', 'with an ideographic blank'],
  ['7K3Mー9QXF', 'with a long-vowel mark for a dash']
])('%s is read, %s', (typed) => expect(readCode(typed)).toBe('7K3M9QXF'));

test('letters that look like digits are read as those', () => {
  expect(readCode('oO1l-iILq')).toBe('0011111Q');
});

test('a code of letters alone is read, a word with letters that no code has is not', () => {
  expect(readCode('hjkm-pqrs')).toBe('HJKMPQRS');
  for (const word of ['part-time', 'football', 'Real-life', 'ｐａｒｔ－ｔｉｍｅ'])
    expect(readCode(word)).toBeNull();
});

test.each(['', '7K3M9QX', '7K3M9QXFA', '7K3M9QXU', '七K3M9QXF', '../../etc'])('%j is no code', (typed) =>
  expect(readCode(typed)).toBeNull()
);

test('codes are drawn from all of the alphabet, are read back as shown, and do not repeat', () => {
  const codes = Array.from({ length: 5_000 }, newCode);
  expect(new Set(codes.join('')).size).toBe(32);
  expect(new Set(codes).size).toBe(5_000);
  expect(codes.every((code) => readCode(showCode(code)) === code)).toBe(true);
  expect(showCode('7K3M9QXF')).toBe('7K3M-9QXF');
});
