import * as v from 'valibot';
import { parse, Problem } from '#lib/kernel/index.ts';
import { findAccount, findAccountByEmail, makeFull, markClaimed } from './accountStore.server.ts';
import type { MailLanguage } from './accountMail.ts';
import type { Actor, Person } from './actor.ts';
import { postConfirmation } from './confirmEmail.server.ts';
import { newAccountInput, type SignInInput } from './credentials.ts';
import type { AccessParts } from './parts.server.ts';
import type { SessionCookie } from './session.ts';
import { deleteSessionsOf } from './sessionStore.server.ts';
import { provenByPassword } from './signIn.server.ts';

const { email, password } = newAccountInput.entries;
const input = v.strictObject({ email, password });

/**
 * Makes a guest's account a full one in place: id, contributions, memberships and the session stay what they are.
 */
export function upgradeGuest({ read, write, clock, passwords, mail }: AccessParts) {
  /**
   * @param lang of the page; where there is mail, the address is asked to be confirmed in it
   * @throws Problem `not_signed_in`, `forbidden` (no guest), `invalid_input`, `email_taken`
   */
  return async (
    actor: Actor,
    given: { email: string; password: string },
    { lang }: { lang?: MailLanguage } = {}
  ): Promise<Person> => {
    const guest = asGuest(actor);
    const wanted = parse(input, given);
    // Hashing is dear: what cannot succeed does not get that far.
    if (await findAccountByEmail(read, wanted.email)) throw new Problem('email_taken');
    const passwordHash = await passwords.hash(wanted.password);
    return write(async (unit) => {
      if (await findAccountByEmail(unit, wanted.email)) throw new Problem('email_taken');
      const isMade = await makeFull(unit, guest.id, { email: wanted.email, passwordHash });
      if (!isMade) throw new Problem('conflict');
      await unit.record({
        ...{ chain: 'instance', type: 'account.guest_upgraded', actor: guest.id },
        subject: { kind: 'account', id: guest.id }
      });
      unit.announce({ kind: 'rights', account: guest.id });
      if (mail.isOn && lang) {
        await postConfirmation(
          { clock, mail },
          unit,
          { ...guest, lang: null },
          { email: wanted.email, lang }
        );
      }
      return { ...guest, kind: 'full', email: wanted.email };
    });
  };
}

/**
 * Lets somebody with an account take over the guest they came as: memberships and assignments move, the guest's sessions
 * end, and what the guest wrote shows the account's name while its attribution stays as it is stored.
 */
export function claimGuest(parts: AccessParts) {
  const { write, sessions, takeOver } = parts;
  /**
   * @param address where the request comes from
   * @throws Problem `not_signed_in`, `forbidden` (no guest), `invalid_input`, `wrong_credentials`, `too_many_attempts`,
   * `account_suspended`, `conflict` (claimed meanwhile), `last_facilitator` (the guest is, where the account was removed)
   */
  return async (
    actor: Actor,
    given: SignInInput,
    from: { address: string }
  ): Promise<{ account: Person; cookie: SessionCookie }> => {
    const guest = asGuest(actor);
    const account = await provenByPassword(parts, given, from);
    await write(async (unit) => {
      const now = await findAccount(unit, account.id);
      if (!now || now.isSuspended) throw new Problem('account_suspended');
      if (!(await markClaimed(unit, guest.id, account.id))) throw new Problem('conflict');
      await takeOver(unit, { guest: guest.id, account: account.id });
      await deleteSessionsOf(unit, guest.id);
      await unit.record({
        ...{ chain: 'instance', type: 'account.guest_claimed', actor: account.id },
        subject: { kind: 'account', id: account.id },
        data: { guest: guest.id }
      });
      unit.announce({ kind: 'rights', account: guest.id });
      unit.announce({ kind: 'rights', account: account.id });
    });
    return { account, cookie: (await sessions.start(account.id)).cookie };
  };
}

function asGuest(actor: Actor): Person {
  if (actor.kind !== 'person') throw new Problem('not_signed_in');
  if (actor.person.kind !== 'guest') throw new Problem('forbidden');
  return actor.person;
}
