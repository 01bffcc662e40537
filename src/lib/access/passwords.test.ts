import type * as Argon2 from '@node-rs/argon2';
import { hash } from '@node-rs/argon2';
import { afterEach, expect, test, vi } from 'vitest';
import { createPasswords } from './passwords.server.ts';

vi.mock('@node-rs/argon2', async (original) => {
  const argon2 = await original<typeof Argon2>();
  return { ...argon2, hash: vi.fn(argon2.hash) };
});
afterEach(() => void vi.mocked(hash).mockReset());

/** Hashing that ends when told to, so that what runs and what waits can be counted. */
function heldHashing() {
  const held: (() => void)[] = [];
  vi.mocked(hash).mockImplementation(() => new Promise((resolve) => held.push(() => resolve('hash'))));
  return held;
}

test('no more run at a time than allowed, and all have their turn', async () => {
  const held = heldHashing();
  const passwords = createPasswords({ maxConcurrent: 2 });
  const all = Promise.all(Array.from({ length: 9 }, (_, i) => passwords.hash(`password ${i}`)));
  for (let done = 0; done < 9; done++) {
    await vi.waitFor(() => expect(held.length).toBe(Math.min(done + 2, 9)));
    held[done]!();
  }
  expect(await all).toHaveLength(9);
});

test('one that fails gives its place to the next', async () => {
  vi.mocked(hash).mockRejectedValueOnce(new Error('no memory')).mockResolvedValueOnce('hash');
  const passwords = createPasswords({ maxConcurrent: 1 });
  const both = await Promise.allSettled([passwords.hash('first one'), passwords.hash('second one')]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});

test('beyond two hundred waiting, newcomers are refused instead of queued without end', async () => {
  const held = heldHashing();
  const passwords = createPasswords({ maxConcurrent: 1 });
  const waiting = Array.from({ length: 201 }, () => passwords.hash('password'));
  await expect(passwords.hash('one too many')).rejects.toMatchObject({ code: 'too_many_attempts' });
  for (let done = 0; done < waiting.length; done++) {
    await vi.waitFor(() => expect(held.length).toBe(done + 1), { interval: 1 });
    held[done]!();
  }
  expect(await Promise.all(waiting)).toHaveLength(201);
});
