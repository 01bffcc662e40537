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
  ['or go to river.example/join and type the code 7K3M-9QXF', 'the line of the sheet in English']
])('%s leads to the code: %s', (typed) => expect(readWayIn(typed)).toEqual({ code: '7K3M9QXF' }));

test.each([
  [`https://river.example/j/${secret}`, 'as it is'],
  [`  http://192.0.2.7:3000/j/${secret}?from=mail#write `, 'with more around it'],
  [`https://river.example/j/${secret} is our link`, 'before other words'],
  [`請用這個連結加入：https://river.example/j/${secret}。`, 'within a sentence'],
  [`https://river.example/j/${secret.slice(0, 20)}\n${secret.slice(20)}`, 'broken into lines'],
  [`ｈｔｔｐｓ：／／river.example／ｊ／${secret}`, 'with full-width slashes']
])('%s leads to the invitation: %s', (typed) => expect(readWayIn(typed)).toEqual({ secret }));

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
  '%E0%A4%A/join'
])('%j is no way in', (typed) => expect(readWayIn(typed)).toBeNull());
