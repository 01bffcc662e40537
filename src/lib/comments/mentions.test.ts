import { expect, test } from 'vitest';
import { mentionsIn, partsOf, tokenOf } from './mentions.ts';

const lim = { kind: 'person', id: 'AAAAAAAAAAAAAAAAAAAAAA' } as const;
const agencies = { kind: 'sector', sector: 'government' } as const;

test('a text falls into words and mentions, and reads the same when put together again', () => {
  const text = `請 ${tokenOf(lim)} 看一下，也想聽聽 ${tokenOf(agencies)} 的意見`;
  expect(partsOf(text)).toEqual(['請 ', lim, ' 看一下，也想聽聽 ', agencies, ' 的意見']);
  expect(
    partsOf(text)
      .map((part) => (typeof part === 'string' ? part : tokenOf(part)))
      .join('')
  ).toBe(text);
});

test('somebody who is spoken to twice is mentioned once', () => {
  expect(mentionsIn(`${tokenOf(lim)}${tokenOf(lim)}`)).toEqual([lim]);
});

test.each(['@{nobody}', '@{}', 'lim@example.org', '@{AAAA}', '@government', '@{AAAAAAAAAAAAAAAAAAAAAAA}'])(
  '%s is only words',
  (text) => {
    expect(partsOf(text)).toEqual([text]);
    expect(mentionsIn(text)).toEqual([]);
  }
);
