import { parse, Problem } from '#lib/kernel/index.ts';
import { findAccountByEmail } from './accountStore.server.ts';
import type { Actor, Person } from './actor.ts';
import { signInInput, type SignInInput } from './credentials.ts';
import type { AccessParts } from './parts.server.ts';
import type { SessionCookie } from './session.ts';
import { deleteSession } from './sessionStore.server.ts';

/** Signs in by e-mail and password, with a fresh session. */
export function signIn(parts: AccessParts) {
  /**
   * Says the same, after the same time, whether the e-mail or the password is wrong.
   * @param address where the request comes from
   * @throws Problem `invalid_input`, `wrong_credentials`, `too_many_attempts`, `account_suspended`
   */
  return async (
    input: SignInInput,
    { address }: { address: string }
  ): Promise<{ actor: Actor & { kind: 'person' }; cookie: SessionCookie }> => {
    const person = await provenByPassword(parts, input, { address });
    const { id, cookie } = await parts.sessions.start(person.id);
    return { actor: { kind: 'person', person, via: { kind: 'session', id } }, cookie };
  };
}

/**
 * Whose e-mail and password these are; starts nothing.
 * @throws Problem `invalid_input`, `wrong_credentials`, `too_many_attempts`, `account_suspended`
 */
export async function provenByPassword(
  { read, passwords, attempts }: AccessParts,
  input: SignInInput,
  { address }: { address: string }
): Promise<Person> {
  const { email, password } = parse(signInInput, input);
  const succeeded = await attempts.begin(email, address);
  const account = await findAccountByEmail(read, email);
  const isRight = await passwords.matches(password, account?.passwordHash ?? null);
  if (!account || !isRight) throw new Problem('wrong_credentials');
  await succeeded();
  if (account.isSuspended) throw new Problem('account_suspended');
  return account.person;
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
