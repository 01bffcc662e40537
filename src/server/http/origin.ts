import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import { addressOf } from './address.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

const formTypes = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);

/**
 * Whether a request that changes something was sent by a page of another site: any method and content type. Requests
 * without any of the two headers come from no browser.
 */
export function isForeignWrite(request: Request, url: URL): boolean {
  if (safeMethods.has(request.method)) return false;
  const site = request.headers.get('sec-fetch-site');
  if (site && site !== 'same-origin' && site !== 'none') return true;
  const origin = request.headers.get('origin');
  return origin !== null && origin !== url.origin;
}

/** Whether a form comes without saying from where. Every browser says so of a page's form; very old ones did not of foreign ones. */
export function isFormFromNowhere(request: Request): boolean {
  if (safeMethods.has(request.method) || request.headers.has('origin')) return false;
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  return formTypes.has(type ?? '');
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
