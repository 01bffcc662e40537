import { Lucia, TimeSpan } from 'lucia';
import type { Clock, Id, Rows, Write } from '#lib/kernel/index.ts';
import type { Person } from './actor.ts';
import { fingerprint } from './fingerprint.server.ts';
import type { SessionCookie } from './session.ts';
import { sessionAdapter } from './sessionStore.server.ts';

// The library is no longer developed. This is the only file that knows it: replacing it ends here.
declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Record<never, never>, { person: Person }>;
    UserId: Id;
    DatabaseUserAttributes: { person: Person };
    DatabaseSessionAttributes: Record<never, never>;
  }
}

export type Sessions = ReturnType<typeof createSessions>;

/** A session found alive. `id` is the hash of its cookie; `isRenewed` asks for the cookie to be sent again. */
export type LiveSession = { id: string; person: Person; expiresAt: number; isRenewed: boolean };

const LIFETIME = new TimeSpan(30, 'd');

/** Sessions of 30 days, renewed when less than half is left. */
export function createSessions(deps: { read: Rows; write: Write; clock: Clock; secureCookies: boolean }) {
  // `__Host-` keeps neighbours on the same domain from setting it; browsers take it only over https.
  const name = deps.secureCookies ? '__Host-groundwork_session' : 'groundwork_session';
  const lucia = new Lucia(sessionAdapter(deps), {
    sessionExpiresIn: LIFETIME,
    getUserAttributes: ({ person }) => ({ person })
  });

  /** The cookie for a session's value, as `cookies.set` wants it. */
  function cookie(value: string, expiresAt: number): SessionCookie {
    const expires = new Date(expiresAt);
    return { name, value, expires, path: '/', httpOnly: true, sameSite: 'lax', secure: deps.secureCookies };
  }

  return {
    cookieName: name,
    cookie,

    /** Starts a session with a fresh id, whatever the browser sent before. */
    async start(account: Id): Promise<{ id: string; cookie: SessionCookie }> {
      const session = await lucia.createSession(account, {});
      return { id: fingerprint(session.id), cookie: cookie(session.id, session.expiresAt.getTime()) };
    },

    /** @returns the session behind a cookie's value, or null when it has ended or never was */
    async find(value: string): Promise<LiveSession | null> {
      const { session, user } = await lucia.validateSession(value);
      if (!session) return null;
      const { expiresAt, fresh } = session;
      return {
        id: fingerprint(value),
        person: user.person,
        expiresAt: expiresAt.getTime(),
        isRenewed: fresh
      };
    },

    /** Removes what has expired. Cheap; meant for a nightly job. */
    sweep: (): Promise<void> => lucia.deleteExpiredSessions()
  };
}
