import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';

/** Where a request came to and from, as far as it can be known without believing the client. */
export type RequestAddress = { protocol: 'http' | 'https'; host: string; client: string };

const HOST = /^(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)(:[0-9]{1,5})?$/;
const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?$/i;

/**
 * Derives scheme, host and client from the socket and the checked Host header; forwarded headers count only with
 * TRUST_PROXY. A demo answers to loopback names alone, so that no page on the web can reach it by a renamed address.
 * @returns null when the host is missing or malformed
 */
export function addressOf(
  request: IncomingMessage,
  config: Pick<Config, 'trustProxy' | 'demo'>
): RequestAddress | null {
  const forwarded = (name: string) => (config.trustProxy ? single(request.headers[name]) : undefined);
  const isEncrypted = 'encrypted' in request.socket && request.socket.encrypted === true;
  const protocol = forwarded('x-forwarded-proto') ?? (isEncrypted ? 'https' : 'http');
  if (protocol !== 'http' && protocol !== 'https') return null;
  const host = forwarded('x-forwarded-host') ?? request.headers.host ?? '';
  if (!(config.demo ? LOOPBACK_HOST : HOST).test(host)) return null;
  const client = forwarded('x-forwarded-for') ?? request.socket.remoteAddress ?? '';
  return { protocol, host, client };
}

/** Whether an address is this machine's own. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address);
}

// The nearest proxy appends, so the last value is the one it vouches for; earlier ones are the client's word.
function single(header: string | string[] | undefined): string | undefined {
  const all = Array.isArray(header) ? header.join(',') : header;
  return all?.split(',').at(-1)?.trim() || undefined;
}
