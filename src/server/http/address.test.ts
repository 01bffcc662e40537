import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { addressOf, isLoopback } from './address.ts';

const request = (headers: Record<string, string>, encrypted = false) =>
  ({
    headers,
    socket: { remoteAddress: '10.0.0.7', ...(encrypted ? { encrypted } : {}) }
  }) as unknown as IncomingMessage;
const open = { trustProxy: false, demo: false };
const forged = {
  host: 'groundwork.local:3000',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-for': '1.2.3.4'
};

describe('where a request came to', () => {
  it('comes from the socket and the Host header, whatever forwarded headers say', () => {
    expect(addressOf(request(forged), open)).toEqual({
      protocol: 'http',
      host: 'groundwork.local:3000',
      client: '10.0.0.7'
    });
  });

  it('comes from the nearest proxy when proxies are trusted', () => {
    const headers = { ...forged, 'x-forwarded-host': 'brief.example', 'x-forwarded-for': '6.6.6.6, 1.2.3.4' };
    expect(addressOf(request(headers), { trustProxy: true, demo: false })).toEqual({
      protocol: 'https',
      host: 'brief.example',
      client: '1.2.3.4'
    });
  });

  it.each(['', 'a b', 'evil.example/path', 'user@evil.example', 'x:port', '-x', 'a\tb'])(
    'refuses the host "%s"',
    (host) => {
      expect(addressOf(request({ host }), open)).toBeNull();
    }
  );

  it.each([
    'localhost',
    'localhost:3000',
    '127.0.0.1:80',
    '[::1]:3000',
    '192.168.1.20:3000',
    'a.example.org'
  ])('accepts the host %s', (host) => expect(addressOf(request({ host }), open)?.host).toBe(host));

  it('is a loopback name only, in a demo', () => {
    const demo = { trustProxy: false, demo: true };
    expect(addressOf(request({ host: 'rebound.example:3000' }), demo)).toBeNull();
    expect(addressOf(request({ host: 'localhost:3000' }), demo)).not.toBeNull();
  });
});

it('knows this machine by its addresses', () => {
  expect(['127.0.0.1', '::1', '::ffff:127.0.0.1', '127.8.8.8'].every(isLoopback)).toBe(true);
  expect(['10.0.0.1', '', '::ffff:10.0.0.1', '1127.0.0.1', 'localhost'].some(isLoopback)).toBe(false);
});
