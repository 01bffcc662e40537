import { expect, test } from 'vitest';
import { networkOf } from './network.ts';

test('an IPv4 address stands for itself, also when written as an IPv6 one', () => {
  expect(networkOf('203.0.113.7')).toBe('203.0.113.7');
  for (const written of [
    '::ffff:203.0.113.7',
    '::FFFF:cb00:7107',
    '0:0:0:0:0:ffff:203.0.113.7',
    '0::ffff:cb00:7107'
  ])
    expect(networkOf(written)).toBe('203.0.113.7');
});

test('all IPv6 addresses that one household is given count as one', () => {
  const home = networkOf('2001:db8:12:3400::1');
  expect(networkOf('2001:db8:12:34ff:1:2:3:4')).toBe(home);
  expect(networkOf('2001:0db8:0012:3456::%eth0')).toBe(home);
  expect(networkOf('2001:db8:12:3500::1')).not.toBe(home);
  expect(networkOf('::1')).toBe('0:0:0:0::/56');
});
