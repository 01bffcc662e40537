import type { Clock, Id, Rows, Write } from '#lib/kernel/index.ts';
import { createAttempts } from './attempts.server.ts';
import { authenticate, revalidate } from './authenticate.server.ts';
import { createAccount, signUp } from './createAccount.server.ts';
import { createGuest, findGuest } from './createGuest.server.ts';
import { endOtherSessions, listSessions } from './ownSessions.server.ts';
import type { AccessParts } from './parts.server.ts';
import { createPasswords } from './passwords.server.ts';
import { findByEmail, isSetUp, people } from './people.server.ts';
import type { SessionCookie } from './session.ts';
import { createSessions } from './sessions.server.ts';
import { completeSetup, createSetupLink, peekSetupLink } from './setUp.server.ts';
import { signIn, signOut } from './signIn.server.ts';
import { suspendAccount } from './suspendAccount.server.ts';
import { createToken, listTokens, revokeToken } from './tokens.server.ts';

export type AccessService = ReturnType<typeof accessService>;

/**
 * Who somebody is: accounts, sessions, tokens, the first admin.
 * @param secureCookies whether people come over https; a venue's plain-http LAN must work without
 */
export function accessService(deps: {
  read: Rows;
  write: Write;
  clock: Clock;
  secureCookies: boolean;
  hashing?: { maxConcurrent?: number };
}) {
  const sessions = createSessions(deps);
  const { read, write, clock } = deps;
  const passwords = createPasswords(deps.hashing);
  const parts: AccessParts = { read, write, clock, sessions, passwords, attempts: createAttempts() };
  return {
    authenticate: authenticate(parts),
    revalidate: revalidate(parts),
    createSetupLink: createSetupLink(parts),
    peekSetupLink: peekSetupLink(parts),
    completeSetup: completeSetup(parts),
    signIn: signIn(parts),
    signOut: signOut(parts),
    listSessions: listSessions(parts),
    endOtherSessions: endOtherSessions(parts),
    createAccount: createAccount(parts),
    signUp: signUp(parts),
    createGuest: createGuest(parts),
    findGuest,
    createToken: createToken(parts),
    listTokens: listTokens(parts),
    revokeToken: revokeToken(parts),
    suspendAccount: suspendAccount(parts),
    people: people(parts),
    findByEmail: findByEmail(parts),
    isSetUp: isSetUp(parts),
    /** Signs somebody in who was checked by the caller: a guest who just joined, a persona of the demo. */
    startSession: async (account: Id): Promise<SessionCookie> => (await sessions.start(account)).cookie,
    /** The name of the session cookie: with `__Host-` over https. */
    cookieName: sessions.cookieName,
    /** The cookie to send again when a session was renewed. */
    sessionCookie: sessions.cookie,
    /** Removes expired sessions. */
    sweepSessions: sessions.sweep
  };
}
