import type { Id } from '#lib/kernel/index.ts';
import { anonymous, type Actor } from './actor.ts';
import { fingerprint } from './fingerprint.server.ts';
import type { AccessParts } from './parts.server.ts';
import { findSession } from './sessionStore.server.ts';
import { findLiveToken, markUsed } from './tokenStore.server.ts';

const MINUTE = 60_000;

/** Finds out who asks. A bearer token wins over a cookie; what is unknown, ended or suspended is anonymous. */
export function authenticate({ read, write, clock, sessions, noteSession }: AccessParts) {
  const noteUse = createUseNotes(write, clock);
  /**
   * @param cookie the value of the session cookie @param bearer the token, without the word "Bearer"
   * @param agent the user agent of a page's request, by which its owner will know the session
   * @returns `session.fresh` when the session was renewed and its cookie must be sent again
   */
  return async ({
    cookie,
    bearer,
    agent = null
  }: {
    cookie?: string | null;
    bearer?: string | null;
    agent?: string | null;
  }): Promise<{ actor: Actor; session: { expiresAt: number; fresh: boolean } | null }> => {
    if (bearer) {
      const token = await findLiveToken(read, { hash: fingerprint(bearer) });
      if (!token) return { actor: anonymous, session: null };
      noteUse(token);
      return {
        actor: { kind: 'person', person: token.person, via: { kind: 'token', id: token.id } },
        session: null
      };
    }
    const found = cookie ? await sessions.find(cookie) : null;
    if (!found) return { actor: anonymous, session: null };
    noteSession(found.id, agent);
    return {
      actor: { kind: 'person', person: found.person, via: { kind: 'session', id: found.id } },
      session: { expiresAt: found.expiresAt, fresh: found.isRenewed }
    };
  };
}

/** Asks the database again about somebody who proved who they are before. */
export function revalidate({ read }: AccessParts) {
  /** @returns the actor as they are now; anonymous when session, token or account have ended */
  return async (actor: Actor): Promise<Actor> => {
    if (actor.kind !== 'person') return actor;
    if (actor.via.kind === 'token') {
      const token = await findLiveToken(read, { id: actor.via.id });
      return token ? { kind: 'person', person: token.person, via: actor.via } : anonymous;
    }
    const session = await findSession(read, actor.via.id);
    // Sessions are dated by the library, which knows no other clock.
    const isAlive = session && !session.isSuspended && session.expiresAt > Date.now();
    return isAlive ? { kind: 'person', person: session.person, via: actor.via } : anonymous;
  };
}

// Nobody waits for this write: it runs after the answer, at most once a minute and token, and may fail.
function createUseNotes(write: AccessParts['write'], clock: AccessParts['clock']) {
  const underWay = new Set<Id>();
  return ({ id, lastUsedAt }: { id: Id; lastUsedAt: number | null }) => {
    const now = clock();
    if (underWay.has(id) || (lastUsedAt !== null && now - lastUsedAt < MINUTE)) return;
    underWay.add(id);
    void write((unit) => markUsed(unit, id, now))
      .catch(() => undefined)
      .finally(() => underWay.delete(id));
  };
}
