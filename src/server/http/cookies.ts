import type { IncomingMessage } from 'node:http';
import type { RequestEvent } from '@sveltejs/kit';
import type { SessionCookie } from '#lib/access/index.ts';

type HasCookies = Pick<RequestEvent, 'cookies' | 'locals'>;

/** The session cookie a browser sent with this request, or null. */
export function readSessionCookie({ cookies, locals }: HasCookies): string | null {
  return cookies.get(locals.engine.access.cookieName) ?? null;
}

/** Sends a session cookie: a new one, a renewed one, or (from `signOut`) the one that removes it. */
export function setSessionCookie({ cookies }: Pick<RequestEvent, 'cookies'>, cookie: SessionCookie): void {
  const { name, value, ...options } = cookie;
  cookies.set(name, value, options);
}

/**
 * What a request below `/collab/` brings: the session cookie and the token, of `?token=` (all that a socket can send)
 * or of the `Authorization` header, unchecked.
 * @param cookieName see `accessService().cookieName`
 */
export function socketCredentials(
  request: IncomingMessage,
  cookieName: string
): { cookie: string | null; bearer: string | null } {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  const header = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
  return { cookie: cookieIn(request.headers.cookie, cookieName), bearer: query.get('token') ?? header };
}

/** One cookie out of a `Cookie` header. */
export function cookieIn(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return decoded(pair.slice(at + 1).trim());
  }
  return null;
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
