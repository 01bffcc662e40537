import { expect, test } from 'vitest';
import { createJoinGate } from './joinGate.server.ts';

const venue = '203.0.113.7';
const many = (count: number, enter: () => Promise<unknown>) =>
  Promise.allSettled(Array.from({ length: count }, enter)).then(
    (outcomes) => outcomes.filter(({ status }) => status === 'fulfilled').length
  );

test('three hundred guests come through one link behind one address at once; a flood does not', async () => {
  const gate = createJoinGate();
  expect(await many(300, () => gate.enter('link', venue))).toBe(300);
  expect(await many(5_000, () => gate.enter('link', venue))).toBe(100);
  await expect(gate.enter('link', venue)).rejects.toMatchObject({ code: 'too_many_joining' });
});

test('a flood through one link leaves the others of the venue, and the link elsewhere, open', async () => {
  const gate = createJoinGate();
  await many(1_000, () => gate.enter('link', venue));
  await gate.enter('other', venue);
  await gate.enter('link', '192.0.2.1');
});

test('floods from many addresses have one bound', async () => {
  const gate = createJoinGate();
  let at = 0;
  expect(await many(20_000, () => gate.enter('link', `10.0.${Math.floor(at++ / 200)}.1`))).toBe(3_000);
});

test('a try that made no guest is given back', async () => {
  const gate = createJoinGate();
  for (let i = 0; i < 1_000; i++) await (await gate.enter('link', venue))();
  expect(await many(500, () => gate.enter('link', venue))).toBe(400);
});
