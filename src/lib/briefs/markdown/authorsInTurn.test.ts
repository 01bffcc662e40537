import { expect, test } from 'vitest';
import { authorsInTurn } from './authorsInTurn.ts';

test('authors are taken in turn, and nobody waits for two of another', async () => {
  const inTurn = authorsInTurn({ ofOne: 100, ofAll: 1000 });
  const taken: string[] = [];
  const ask = (author: string, name: string, also?: () => void) =>
    inTurn(author, 1, async () => {
      taken.push(name);
      await Promise.resolve();
      also?.();
    });
  const later: Promise<void>[] = [];
  const comesMeanwhile = () => void later.push(ask('wei', 'wei 1'));
  await Promise.all([
    ask('an', 'an 1', comesMeanwhile),
    ask('an', 'an 2'),
    ask('an', 'an 3'),
    ask('mei', 'mei 1')
  ]);
  await Promise.all(later);
  expect(taken).toEqual(['an 1', 'mei 1', 'wei 1', 'an 2', 'an 3']);
});

test('an author has one long text at a time, also when the one before failed', async () => {
  const inTurn = authorsInTurn({ ofOne: 10, ofAll: 1000 });
  const fails = async () => {
    throw new Error('no');
  };
  const first = inTurn('an', 100, fails);
  await expect(inTurn('an', 1, fails)).rejects.toMatchObject({ code: 'too_many_requests' });
  expect(await inTurn('mei', 100, async () => 'read')).toBe('read');
  await expect(first).rejects.toThrow('no');
  expect(await inTurn('an', 100, async () => 'read')).toBe('read');
});
