import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import { addressOf } from './address.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that changes something was sent by a page of another site. Kit checks forms only, and only in
 * production; this covers every method and content type. Requests without any of the two headers come from no browser.
 */
export function isForeignWrite(request: Request, url: URL): boolean {
  if (safeMethods.has(request.method)) return false;
  const site = request.headers.get('sec-fetch-site');
  if (site && site !== 'same-origin' && site !== 'none') return true;
  const origin = request.headers.get('origin');
  return origin !== null && origin !== url.origin;
}

/** Whether a socket's opening request was sent by a page of this site, so that its cookie counts. */
export function isSameOriginSocket(
  request: IncomingMessage,
  config: Pick<Config, 'trustProxy' | 'demo' | 'origin'>
): boolean {
  const address = addressOf(request, config);
  const expected = config.origin ?? (address ? `${address.protocol}://${address.host}` : null);
  return expected !== null && request.headers.origin === expected;
}
