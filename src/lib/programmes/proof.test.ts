import { expect, test } from 'vitest';
import { compareProof, provingDomain } from './proof.ts';

test.each([
  ['wu@tainan.gov.tw', 'tainan.gov.tw'],
  ['Lin@Water.Example', 'water.example'],
  ['chen@mail.ntu.edu.tw', 'mail.ntu.edu.tw']
])('%s shows %s', (email, domain) => expect(provingDomain(email)).toBe(domain));

test.each([
  'a@gmail.com',
  'a@Yahoo.com.tw',
  'a@hotmail.com',
  'a@outlook.com',
  'a@icloud.com',
  'a@ms12.hinet.net',
  'a@qq.com',
  'a@localhost',
  'nonsense',
  ''
])('%s shows nothing', (email) => expect(provingDomain(email)).toBeNull());

test('proofs are ordered from one’s own word to an admin’s', () => {
  expect(compareProof('self_declared', 'email_domain')).toBeLessThan(0);
  expect(compareProof('vouched', 'email_domain')).toBeGreaterThan(0);
  expect(compareProof('verified', 'verified')).toBe(0);
});
