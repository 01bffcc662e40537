import type { Clock, Id, Rows, Write } from '#lib/kernel/index.ts';
import { noMail, type AccountMail } from './accountMail.ts';
import {
  getAccount,
  liftSuspension,
  listAccounts,
  listUnsentMail,
  pageAccounts,
  setAdmin,
  suspendAccount
} from './administer.server.ts';
import { createAttempts, createMailAsked } from './attempts.server.ts';
import { authenticate, revalidate } from './authenticate.server.ts';
import {
  changeEmail,
  completeConfirmation,
  peekConfirmation,
  requestConfirmation
} from './confirmEmail.server.ts';
import { claimGuest, upgradeGuest } from './claimGuest.server.ts';
import { createAccount, signUp } from './createAccount.server.ts';
import { createGuest, findGuest } from './createGuest.server.ts';
import { forgetLinks } from './mailLinkStore.server.ts';
import { getOwnAccount, updateOwnAccount } from './ownAccount.server.ts';
import { changePassword } from './ownPassword.server.ts';
import { endOtherSessions, endSession, listSessions } from './ownSessions.server.ts';
import type { AccessParts } from './parts.server.ts';
import { createPasswords } from './passwords.server.ts';
import { completeReset, makeResetLink, peekResetLink, requestReset } from './resetPassword.server.ts';
import { confirmedEmail, currentAccounts, findByEmail, isSetUp, people } from './people.server.ts';
import type { SessionCookie } from './session.ts';
import { createSessionNotes } from './sessionNotes.server.ts';
import { createSessions } from './sessions.server.ts';
import { completeSetup, createSetupLink, peekSetupLink } from './setUp.server.ts';
import { signIn, signOut } from './signIn.server.ts';
import { createToken, listTokens, revokeToken } from './tokens.server.ts';

/** Answers that must not tell whether there was something to do all take this long, in milliseconds. */
const SAME_PACE = 250;
const MONTH = 30 * 86_400_000;

/** What the API takes, as the commands check it. */
export { newToken } from './credentials.ts';
export { accountForSomebody } from './createAccount.server.ts';
export { accountsSought, suspension } from './administer.server.ts';
export { ownAccountChanges } from './ownAccount.server.ts';
export type { AccountDetails } from './accountDetailsStore.server.ts';
export type AccessService = ReturnType<typeof accessService>;

/**
 * Who somebody is: accounts, sessions, tokens, the first admin.
 * @param mail absent: this installation sends none
 * @param secureCookies whether people come over https; a venue's plain-http LAN must work without
 */
export function accessService(deps: {
  read: Rows;
  write: Write;
  clock: Clock;
  secureCookies: boolean;
  /** what a claim moves in the rooms; nothing where there are none */
  takeOver?: AccessParts['takeOver'];
  hashing?: { maxConcurrent?: number };
  mail?: AccountMail;
  /** for tests: what every answer that must not tell takes; a fixed time unless told */
  pace?: () => Promise<void>;
}) {
  const sessions = createSessions(deps);
  const { read, write, clock } = deps;
  const passwords = createPasswords(deps.hashing);
  const { mail = noMail } = deps;
  const parts: AccessParts = {
    ...{ read, write, clock, sessions, passwords, mail },
    attempts: createAttempts(),
    mailAsked: createMailAsked(),
    pace: deps.pace ?? (() => new Promise((done) => setTimeout(done, SAME_PACE))),
    noteSession: createSessionNotes(write, clock),
    takeOver: deps.takeOver ?? (() => Promise.resolve())
  };
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
    endSession: endSession(parts),
    ...ownAffairs(parts),
    ...administration(parts),
    createAccount: createAccount(parts),
    signUp: signUp(parts),
    createGuest: createGuest(parts),
    findGuest,
    upgradeGuest: upgradeGuest(parts),
    claimGuest: claimGuest(parts),
    createToken: createToken(parts),
    listTokens: listTokens(parts),
    revokeToken: revokeToken(parts),
    people: people(parts),
    currentAccounts: currentAccounts(parts),
    findByEmail: findByEmail(parts),
    confirmedEmail,
    isSetUp: isSetUp(parts),
    /** Signs somebody in who was checked by the caller: a guest who just joined, a persona of the demo. */
    startSession: async (account: Id): Promise<SessionCookie> => (await sessions.start(account)).cookie,
    /** The name of the session cookie: with `__Host-` over https. */
    cookieName: sessions.cookieName,
    /** The cookie to send again when a session was renewed. */
    sessionCookie: sessions.cookie,
    /** Whether this installation sends mail. */
    hasMail: mail.isOn,
    /** Removes expired sessions. */
    sweepSessions: sessions.sweep,
    /** Forgets links that ended a month ago. */
    sweepLinks: (): Promise<void> => write((unit) => forgetLinks(unit, clock() - MONTH))
  };
}

/** What people do about their own account, signed in or by a link. */
function ownAffairs(parts: AccessParts) {
  return {
    getOwnAccount: getOwnAccount(parts),
    updateOwnAccount: updateOwnAccount(parts),
    changePassword: changePassword(parts),
    requestConfirmation: requestConfirmation(parts),
    changeEmail: changeEmail(parts),
    peekConfirmation: peekConfirmation(parts),
    completeConfirmation: completeConfirmation(parts),
    requestReset: requestReset(parts),
    makeResetLink: makeResetLink(parts),
    peekResetLink: peekResetLink(parts),
    completeReset: completeReset(parts)
  };
}

/** What admins do about everybody's. */
function administration(parts: AccessParts) {
  return {
    listAccounts: listAccounts(parts),
    pageAccounts: pageAccounts(parts),
    getAccount: getAccount(parts),
    listUnsentMail: listUnsentMail(parts),
    suspendAccount: suspendAccount(parts),
    liftSuspension: liftSuspension(parts),
    setAdmin: setAdmin(parts)
  };
}
