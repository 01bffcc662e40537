import { beforeEach, expect, test } from 'vitest';
import { Problem } from '#lib/kernel/index.ts';
import { createAttempts, createMailAsked, type Attempts } from './attempts.server.ts';

let attempts: Attempts;
beforeEach(() => {
  attempts = createAttempts();
});

/** How many of these tries, all under way at once, may go on to the password; none of them succeeds. */
async function allowed(tries: readonly { email: string; from: string }[]): Promise<number> {
  const begun = await Promise.allSettled(tries.map(({ email, from }) => attempts.begin(email, from)));
  for (const one of begun) {
    if (one.status === 'fulfilled') continue;
    expect(one.reason).toBeInstanceOf(Problem);
    expect(one.reason).toMatchObject({ code: 'too_many_attempts' });
  }
  return begun.filter(({ status }) => status === 'fulfilled').length;
}
const many = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const venue = '192.0.2.1';

test('ten wrong tries for one account from one place, then a wait there and nowhere else', async () => {
  const ming = (from: string) => ({ email: 'ming@example.tw', from });
  expect(await allowed(many(15, () => ming(venue)))).toBe(10);
  expect(await allowed([ming(venue)])).toBe(0);
  expect(await allowed([ming('198.51.100.7'), { email: 'mei@example.tw', from: venue }])).toBe(2);
});

test('an account is not guessed from many places at once', async () => {
  expect(await allowed(many(90, (i) => ({ email: 'ming@example.tw', from: `10.0.0.${i}` })))).toBe(60);
});

test('an address that only fails is stopped after two hundred tries', async () => {
  expect(await allowed(many(250, (i) => ({ email: `p${i}@example.tw`, from: venue })))).toBe(200);
});

test('sixty phones behind one address sign in, each mistyping once, again and again', async () => {
  const emails = many(60, (i) => `p${i}@example.tw`);
  expect(await allowed(emails.map((email) => ({ email, from: venue })))).toBe(60);
  for (let round = 0; round < 70; round++) {
    const succeeded = await Promise.all(emails.map((email) => attempts.begin(email, venue)));
    await Promise.all(succeeded.map((tell) => tell()));
  }
});

test('a success forgets the wrong tries before it', async () => {
  const ming = { email: 'ming@example.tw', from: venue };
  for (let day = 0; day < 5; day++) {
    expect(await allowed(many(9, () => ming))).toBe(9);
    await (
      await attempts.begin(ming.email, ming.from)
    )();
  }
});

test('whoever has a whole network of IPv6 addresses has the tries of one address', async () => {
  const guess = (i: number, email: string) => ({ email, from: `2001:db8:0:5::${(i + 1).toString(16)}` });
  expect(await allowed(many(15, (i) => guess(i, 'ming@example.tw')))).toBe(10);
  expect(await allowed(many(250, (i) => guess(i, `p${i}@example.tw`)))).toBe(190);
  const asked = createMailAsked();
  const mails = await Promise.allSettled(many(70, (i) => asked(`q${i}@example.tw`, guess(i, '').from)));
  expect(mails.filter(({ status }) => status === 'fulfilled')).toHaveLength(60);
});
