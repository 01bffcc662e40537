import { expect, test } from 'vitest';
import { AckAccount } from './ackAccount.ts';

test('an edit is pending until the frame that holds it is acknowledged', () => {
  const account = new AckAccount();
  account.connected();
  account.sent(); // the answer to the handshake, empty
  account.edited();
  account.sent();
  account.edited();
  account.sent();
  expect(account.pending).toBe(2);
  expect(account.acknowledged(1)).toBe(false);
  expect(account.pending).toBe(2);
  expect(account.acknowledged(2)).toBe(true);
  expect(account.pending).toBe(1);
  expect(account.acknowledged(3)).toBe(true);
  expect(account.pending).toBe(0);
});

test('one acknowledgement may confirm many frames', () => {
  const account = new AckAccount();
  account.connected();
  for (let n = 0; n < 5; n++) {
    account.edited();
    account.sent();
  }
  account.acknowledged(4);
  expect(account.pending).toBe(1);
  expect(account.confirmed).toBe(4);
});

test('edits made offline are confirmed by the first frame of the next connection', () => {
  const account = new AckAccount();
  account.connected();
  account.sent();
  account.edited();
  account.sent(); // lost with the connection
  account.edited();
  account.edited();
  account.connected();
  expect(account.pending).toBe(3);
  account.sent();
  account.edited(); // after the handshake's answer: not in it
  account.acknowledged(1);
  expect(account.pending).toBe(1);
});

test('a count of another connection, a repeated one or nonsense confirms nothing', () => {
  const account = new AckAccount();
  account.connected();
  account.edited();
  account.sent();
  account.edited();
  for (const count of [0, -1, 2, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) account.acknowledged(count);
  expect(account.pending).toBe(2);
  account.acknowledged(1);
  expect(account.acknowledged(1)).toBe(false);
  expect(account.pending).toBe(1);
});
