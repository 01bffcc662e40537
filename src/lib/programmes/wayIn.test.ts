import { expect, test } from 'vitest';
import { newSecret } from '#lib/kernel/index.ts';
import { readWayIn } from './wayIn.ts';

const secret = 'Ab3_dE-f9hIjKlMnOpQrStUvWxYz0123456789abcde';

test.each([
  ['7k3m-9qxf', 'the code alone'],
  ['https://river.example/join?code=7K3M-9QXF', 'the page with the code filled in'],
  ['HTTPS://RIVER.EXAMPLE/JOIN?CODE=7k3m9qxf&lang=en#top', 'the same in capitals, with more behind it'],
  ['https://river.example/join?from=facebook&code=7K3M-9QXF', 'with other words that might be codes'],
  ['https://river.example/join/7K3M-9QXF', 'the code as part of the address'],
  ['river.example/join/7k3m 9qxf/', 'without the beginning, with a blank'],
  ['ｈｔｔｐｓ：／／river.example／join？code＝７Ｋ３Ｍ－９ＱＸＦ', 'in full-width characters'],
  ['https://river.example/join?code=%EF%BC%97K3M%E2%80%949QXF', 'as a browser copies it'],
  ['或到 river.example/join 輸入代碼 7K3M-9QXF', 'the line of the sheet'],
  ['or go to river.example/join and type the code 7K3M-9QXF', 'the line of the sheet in English'],
  ['river.example/join together with us, code 7K3M-9QXF', 'behind a word of eight letters'],
  ['7K3M-9QXF, and come together', 'before a word of eight letters'],
  ['code: 7K3M-9QXF', 'with its name'],
  ['Code： ７Ｋ３Ｍ　９ＱＸＦ', 'with its name, in full-width characters'],
  ['代碼 7K3M-9QXF', 'with its name in Chinese'],
  ['代碼７Ｋ３Ｍ－９ＱＸＦ。', 'with its name in Chinese, at the end of a sentence'],
  ['Use the code 7k3m9qxf.', 'without a dash, within a sentence'],
  ['Please take 7K3M 9QXF with you', 'in two halves, within a sentence'],
  ['7K3M – 9QXF is the code for 2026-11-23', 'with a long dash, before a date'],
  ['https://river.example/j/abc… or the code 7K3M-9QXF', 'behind a broken link'],
  ['https://river.example/join?code=7K3M&from=a code 7K3M-9QXF', 'behind a code that is cut off'],
  ['7K3M-9QXF https://host0001.example/p/ab12cd34?from=ab12%20cd34ef56', 'before an address without one'],
  ['7K3M-9QXF, part-time', 'before two words with a dash'],
  ['7K3M-9QXF (ask ab12cd34@river.example, 2345-6789)', 'before an e-mail address and a number']
])('%s leads to the code: %s', (typed) => expect(readWayIn(typed)).toEqual({ code: '7K3M9QXF' }));

test.each([
  [`https://river.example/j/${secret}`, 'as it is'],
  [`  http://192.0.2.7:3000/j/${secret}?from=mail#write `, 'with more around it'],
  [`https://river.example/j/${secret} is our link`, 'before other words'],
  [`請用這個連結加入：https://river.example/j/${secret}。`, 'within a sentence'],
  [`https://river.example/j/${secret.slice(0, 20)}\n${secret.slice(20)}`, 'broken into lines'],
  [
    `https://river.example/j/${secret.slice(0, 20)} ${secret.slice(20)} code 7K3M-9QXF`,
    'as a field joins lines'
  ],
  [`ｈｔｔｐｓ：／／river.example／ｊ／${secret}`, 'with full-width slashes']
])('%s leads to the invitation: %s', (typed) => expect(readWayIn(typed)).toEqual({ secret }));

test.each([
  ['https://river.example/join?code=ABCD-EFGH', 'in the address'],
  ['https://river.example/join/abcdefgh', 'as part of the address'],
  ['code: abcdefgh', 'with its name'],
  ['代碼 abcd efgh', 'with its name in Chinese'],
  ['or go to river.example/join and type ABCD-EFGH', 'with its dash']
])('a code without a digit is read from %s: %s', (typed) =>
  expect(readWayIn(typed)).toEqual({ code: 'ABCDEFGH' })
);

test('every secret an invitation may have is read from its link', () => {
  for (let i = 0; i < 500; i++) {
    const drawn = newSecret();
    expect(readWayIn(`https://river.example/j/${drawn}`)).toEqual({ secret: drawn });
  }
});

test.each([
  '',
  'https://river.example/',
  'https://river.example/join',
  'https://river.example/join?code=7K3M',
  'https://river.example/j/short',
  `https://river.example/join?code=${'7'.repeat(3_000)}`,
  '%E0%A4%A/join',
  'river.example/join together with us',
  'https://river.example/join/?from=facebook',
  'https://river.example/join?from=ab12cd34',
  'https://river.example/join?from=Lin%20ab12cd34#top',
  'Come to river.example/join in room 1204 on 2026-11-23, 20261123, call (02)2345-6789',
  'https://host0001.example/join',
  'https://river.example/j/ab12cd34',
  'ab12cd34@river.example',
  'https://river.example/j/abc please come and write with all of us this evening'
])('%j is no way in', (typed) => expect(readWayIn(typed)).toBeNull());
