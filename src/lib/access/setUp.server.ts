import { newId, newSecret, parse, Problem } from '#lib/kernel/index.ts';
import { hasAccounts, insertAccount } from './accountStore.server.ts';
import type { Person } from './actor.ts';
import { newAccountInput, type NewAccountInput } from './credentials.ts';
import { accountCreated } from './createAccount.server.ts';
import { fingerprint } from './fingerprint.server.ts';
import type { AccessParts } from './parts.server.ts';
import type { SessionCookie } from './session.ts';
import { consumeSetupLink, findSetupLink, replaceSetupLinks } from './setupStore.server.ts';

/** How long a set-up link works, in milliseconds: whoever installs this reads it at once. */
const LIFETIME = 24 * 3_600_000;

/** Makes the one link by which the first admin comes in. Links made before stop working. */
export function createSetupLink({ write, clock }: AccessParts) {
  /** @returns the secret of the link, or null when somebody has an account already */
  return (): Promise<string | null> =>
    write(async (unit) => {
      if (await hasAccounts(unit)) return null;
      const secret = newSecret();
      await replaceSetupLinks(unit, fingerprint(secret), clock());
      return secret;
    });
}

/** Looks at a set-up link without using it up, as link previews and impatient people do. */
export function peekSetupLink({ read, clock }: AccessParts) {
  /**
   * @returns true when it can be used
   * @throws Problem `setup_link_invalid`, `setup_already_done`, `setup_link_expired`
   */
  return async (secret: string): Promise<true> => {
    const state = await findSetupLink(read, fingerprint(secret), clock() - LIFETIME);
    if (!state) throw new Problem('setup_link_invalid');
    if (state === 'used' || (await hasAccounts(read))) throw new Problem('setup_already_done');
    if (state === 'expired') throw new Problem('setup_link_expired');
    return true;
  };
}

/** Opens the first admin's account, once, and signs them in. */
export function completeSetup(parts: AccessParts) {
  const { write, clock, passwords, sessions } = parts;
  /** @throws Problem `invalid_input`, `setup_link_invalid`, `setup_already_done`, `setup_link_expired` */
  return async (
    secret: string,
    input: NewAccountInput
  ): Promise<{ account: Person; cookie: SessionCookie }> => {
    // Hashing is dear: strangers without the link do not get that far.
    await peekSetupLink(parts)(secret);
    const { name, email, password } = parse(newAccountInput, input);
    const passwordHash = await passwords.hash(password);
    const account: Person = { id: newId(), kind: 'full', name, email, isAdmin: true };
    await write(async (unit) => {
      // Asked again inside the transaction: of two who post at once, one comes first.
      if (await hasAccounts(unit)) throw new Problem('setup_already_done');
      if (!(await consumeSetupLink(unit, fingerprint(secret), clock())))
        throw new Problem('setup_link_invalid');
      await insertAccount(unit, { ...account, passwordHash, createdAt: clock() });
      await unit.record(accountCreated(account, 'system'));
    });
    return { account, cookie: (await sessions.start(account.id)).cookie };
  };
}
