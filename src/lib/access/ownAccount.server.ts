import * as v from 'valibot';
import { parse, Problem } from '#lib/kernel/index.ts';
import { findAccountDetails, updateAccountRow, type AccountDetails } from './accountDetailsStore.server.ts';
import { mailLanguages, type MailLanguage } from './accountMail.ts';
import type { Actor } from './actor.ts';
import { personName } from './affiliation.ts';
import { findAwaitedAddress } from './mailLinkStore.server.ts';
import { ownPerson } from './ownPerson.ts';
import type { AccessParts } from './parts.server.ts';

/** One's own account as one may see it. */
export type OwnAccount = Omit<AccountDetails, 'suspendedAt' | 'suspendedReason'> & {
  /** an address whose link was sent and not yet opened */
  awaitedEmail: string | null;
};

/** Reads one's own account. */
export function getOwnAccount({ read, clock }: AccessParts) {
  /** @throws Problem `not_signed_in` */
  return async (actor: Actor): Promise<OwnAccount> => {
    const { person } = ownPerson(actor);
    const account = await findAccountDetails(read, { id: person.id });
    if (!account) throw new Problem('not_signed_in');
    const { suspendedAt: _at, suspendedReason: _reason, ...own } = account;
    return { ...own, awaitedEmail: await findAwaitedAddress(read, person.id, clock()) };
  };
}

/** What of one's own account may be changed without a password. */
export const ownAccountChanges = v.strictObject({
  name: v.optional(personName),
  lang: v.optional(v.nullable(v.picklist(mailLanguages)))
});

/** Changes one's name, and the language mail to oneself is written in (null: that of the page which asks for it). */
export function updateOwnAccount({ write }: AccessParts) {
  /** @throws Problem `not_signed_in`, `invalid_input` */
  return async (actor: Actor, given: { name?: string; lang?: MailLanguage | null }): Promise<void> => {
    const { person } = ownPerson(actor);
    const { id } = person;
    const changes = parse(ownAccountChanges, given);
    await write(async (unit) => {
      await updateAccountRow(unit, id, changes);
      if (changes.name === undefined || changes.name === person.name) return;
      await unit.record({
        ...{ chain: 'instance', type: 'account.renamed', actor: id, subject: { kind: 'account', id } },
        committed: { name: changes.name }
      });
      unit.announce({ kind: 'rights', account: id });
    });
  };
}
