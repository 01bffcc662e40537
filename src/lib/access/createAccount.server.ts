import * as v from 'valibot';
import { newId, parse, Problem } from '#lib/kernel/index.ts';
import type { NewEvent } from '#lib/kernel/index.ts';
import { insertAccount } from './accountStore.server.ts';
import { actorId, type Actor, type Person } from './actor.ts';
import type { MailLanguage } from './accountMail.ts';
import { postConfirmation } from './confirmEmail.server.ts';
import { newAccountInput, type NewAccountInput } from './credentials.ts';
import type { AccessParts } from './parts.server.ts';
import { guard } from './policy.ts';
import type { SessionCookie } from './session.ts';

/** What it takes to open an account for somebody else. */
export const accountForSomebody = v.strictObject({
  ...newAccountInput.entries,
  isAdmin: v.optional(v.boolean(), false)
});

/** Opens an account for somebody else: the host on the command line, or an admin. */
export function createAccount(parts: AccessParts) {
  /** @throws Problem `forbidden`, `not_signed_in`, `invalid_input`, `email_taken` */
  return async (actor: Actor, given: NewAccountInput & { isAdmin?: boolean }): Promise<Person> => {
    guard(actor, 'instance.administer');
    const { isAdmin, ...account } = parse(accountForSomebody, given);
    return openAccount(parts, account, { isAdmin, by: actorId(actor) });
  };
}

/** Opens one's own account and signs in. The caller has checked the invitation that allows it. */
export function signUp(parts: AccessParts) {
  /**
   * @param lang of the page; where there is mail, the address is asked to be confirmed in it
   * @throws Problem `invalid_input`, `email_taken`
   */
  return async (
    given: NewAccountInput,
    { lang }: { lang?: MailLanguage } = {}
  ): Promise<{ account: Person; cookie: SessionCookie }> => {
    const input = parse(newAccountInput, given);
    const account = await openAccount(parts, input, { isAdmin: false, by: 'self', lang });
    return { account, cookie: (await parts.sessions.start(account.id)).cookie };
  };
}

/** The event of a new account: who they are stays redactable. */
export function accountCreated(account: Person, by: NewEvent['actor']): NewEvent {
  return {
    chain: 'instance',
    type: 'account.created',
    actor: by,
    subject: { kind: 'account', id: account.id },
    data: { admin: account.isAdmin },
    committed: { name: account.name, email: account.email }
  };
}

async function openAccount(
  { write, clock, passwords, mail }: AccessParts,
  given: v.InferOutput<typeof newAccountInput>,
  { isAdmin, by, lang }: { isAdmin: boolean; by: NewEvent['actor'] | 'self'; lang?: MailLanguage }
): Promise<Person> {
  const passwordHash = await passwords.hash(given.password);
  const account: Person = { id: newId(), kind: 'full', name: given.name, email: given.email, isAdmin };
  await write(async (unit) => {
    const isNew = await insertAccount(unit, { ...account, passwordHash, createdAt: clock() });
    if (!isNew) throw new Problem('email_taken');
    await unit.record(accountCreated(account, by === 'self' ? account.id : by));
    if (!mail.isOn || !lang) return;
    await postConfirmation({ clock, mail }, unit, { ...account, lang: null }, { email: given.email, lang });
  });
  return account;
}
