import { expect, test } from 'vitest';
import { createCodeGate } from './codeGate.server.ts';

const venue = '203.0.113.7';
const small = {
  network: { points: 20, duration: 900 },
  everywhere: { points: 50, duration: 86_400 },
  first: { points: 2, duration: 86_400 }
} as const;
let now = 0;
const gate = () => createCodeGate(() => now, small as never);

async function looksOf(one: ReturnType<typeof gate>, tries: number, from: (index: number) => string) {
  const looks = { any: 0, awake: 0, none: 0 };
  for (let index = 0; index < tries; index++) looks[(await one.admit('WRONG000', from(index))).look] += 1;
  return looks;
}

test('a network may be wrong so often, and no oftener however many tries arrive at once', async () => {
  const one = gate();
  const tries = await Promise.all(Array.from({ length: 500 }, () => one.admit('WRONG000', venue)));
  expect(tries.filter(({ look }) => look === 'any')).toHaveLength(20);
});

test('right codes cost nothing, and make no room for wrong ones', async () => {
  const one = gate();
  for (let index = 0; index < 300; index++) await (await one.admit('7K3M9QXF', venue)).wasRight();
  expect(await looksOf(one, 100, () => venue)).toEqual({ any: 20, awake: 0, none: 80 });
});

test('a code in use goes through a network whose budget is spent, for twelve hours', async () => {
  const one = gate();
  one.wake('7K3M9QXF');
  await looksOf(one, 100, () => venue);
  expect((await one.admit('7K3M9QXF', venue)).look).toBe('awake');
  expect((await one.admit('7K3M9QXG', venue)).look).toBe('none');
  expect(one.awakeCount()).toBe(1);
  now += 12 * 3_600_000;
  expect((await one.admit('7K3M9QXF', venue)).look).toBe('none');
  expect(one.awakeCount()).toBe(0);
});

test('guesses from many networks share one budget, yet a newcomer still has a few tries', async () => {
  const one = gate();
  const botnet = (index: number) => `198.51.${100 + (index % 10)}.9`;
  // Ten networks: 2 free tries each, then the 50 of everybody.
  expect((await looksOf(one, 1_000, botnet)).any).toBe(10 * 2 + 50);
  expect((await one.admit('7K3M9QXF', '192.0.2.1')).look).toBe('any');
});
