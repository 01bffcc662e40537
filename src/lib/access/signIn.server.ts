import { parse, Problem } from '#lib/kernel/index.ts';
import { findAccountByEmail } from './accountStore.server.ts';
import type { Actor } from './actor.ts';
import { signInInput, type SignInInput } from './credentials.ts';
import type { AccessParts } from './parts.server.ts';
import type { SessionCookie } from './session.ts';
import { deleteSession } from './sessionStore.server.ts';

/** Signs in by e-mail and password, with a fresh session. */
export function signIn({ read, passwords, sessions, attempts }: AccessParts) {
  /**
   * Says the same, after the same time, whether the e-mail or the password is wrong.
   * @param address where the request comes from
   * @throws Problem `invalid_input`, `wrong_credentials`, `too_many_attempts`, `account_suspended`
   */
  return async (
    input: SignInInput,
    { address }: { address: string }
  ): Promise<{ actor: Actor & { kind: 'person' }; cookie: SessionCookie }> => {
    const { email, password } = parse(signInInput, input);
    const succeeded = await attempts.begin(email, address);
    const account = await findAccountByEmail(read, email);
    const isRight = await passwords.matches(password, account?.passwordHash ?? null);
    if (!account || !isRight) throw new Problem('wrong_credentials');
    await succeeded();
    if (account.isSuspended) throw new Problem('account_suspended');
    const { id, cookie } = await sessions.start(account.person.id);
    return { actor: { kind: 'person', person: account.person, via: { kind: 'session', id } }, cookie };
  };
}

/** Ends the session that asks. Tokens are revoked, not signed out. */
export function signOut({ write, sessions }: AccessParts) {
  /** @returns the cookie that removes the session's cookie */
  return async (actor: Actor): Promise<SessionCookie> => {
    if (actor.kind === 'person' && actor.via.kind === 'session') {
      const { id } = actor.via;
      await write(async (unit) => {
        await deleteSession(unit, id);
        unit.announce({ kind: 'rights', account: actor.person.id });
      });
    }
    return sessions.cookie('', 0);
  };
}
