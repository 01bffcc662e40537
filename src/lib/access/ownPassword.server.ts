import * as v from 'valibot';
import { parse, Problem } from '#lib/kernel/index.ts';
import { findAccountDetails, findPasswordHash, updateAccountRow } from './accountDetailsStore.server.ts';
import type { MailLanguage } from './accountMail.ts';
import type { Actor } from './actor.ts';
import { newPassword, typedPassword } from './credentials.ts';
import { passwordChangedLetter } from './letters.ts';
import { dropLinks } from './mailLinkStore.server.ts';
import { ownFullPerson, ownPerson } from './ownPerson.ts';
import type { AccessParts } from './parts.server.ts';
import { deleteSessionsOf } from './sessionStore.server.ts';

/**
 * Makes sure that whoever sits there knows the password, counted like sign-ins.
 * @throws Problem `invalid_input` naming `field`, `too_many_attempts`, `forbidden` for guests
 */
export async function assertOwnPassword(
  { read, passwords, attempts }: AccessParts,
  actor: Actor,
  { password, field, address }: { password: string; field: string; address: string }
): Promise<void> {
  const { id, email } = ownFullPerson(actor);
  const succeeded = await attempts.begin(email, address);
  const isRight = await passwords.matches(password, await findPasswordHash(read, id));
  if (!isRight) throw new Problem('invalid_input', [{ field, reason: 'wrong_password' }]);
  await succeeded();
}

const input = v.strictObject({ current: typedPassword, password: newPassword });

/** Chooses a new password, knowing the old one; every other session ends. */
export function changePassword(parts: AccessParts) {
  const { write, passwords, mail } = parts;
  /** @throws Problem `not_signed_in`, `forbidden` (guests), `invalid_input`, `too_many_attempts` */
  return async (
    actor: Actor,
    given: { current: string; password: string },
    { address, lang }: { address: string; lang: MailLanguage }
  ): Promise<void> => {
    const { via } = ownPerson(actor);
    const { id } = ownFullPerson(actor);
    const { current, password } = parse(input, given);
    await assertOwnPassword(parts, actor, { password: current, field: 'current', address });
    const passwordHash = await passwords.hash(password);
    await write(async (unit) => {
      const account = await findAccountDetails(unit, { id });
      if (!account || account.suspendedAt !== null) throw new Problem('not_signed_in');
      await updateAccountRow(unit, id, { passwordHash });
      await deleteSessionsOf(unit, id, via.kind === 'session' ? via.id : undefined);
      // Whoever knew the old password may have asked for another address, and would get in again through it.
      await dropLinks(unit, id, ['reset', 'confirm']);
      await unit.record({
        ...{ chain: 'instance', type: 'account.password_changed', actor: id },
        subject: { kind: 'account', id }
      });
      if (mail.isOn && account.email) {
        const recipient = { name: account.name, email: account.email, lang: account.lang ?? lang };
        await mail.post(unit, passwordChangedLetter(recipient, mail.origin));
      }
      unit.announce({ kind: 'rights', account: id });
    });
  };
}
