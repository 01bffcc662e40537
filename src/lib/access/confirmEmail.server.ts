import * as v from 'valibot';
import { newSecret, parse, Problem, type Unit } from '#lib/kernel/index.ts';
import { findAccountDetails, updateAccountRow, type AccountDetails } from './accountDetailsStore.server.ts';
import type { MailLanguage } from './accountMail.ts';
import type { Actor } from './actor.ts';
import { emailInput, typedPassword } from './credentials.ts';
import { fingerprint } from './fingerprint.server.ts';
import { confirmLetter, emailChangedLetter, linkLifetimes } from './letters.ts';
import { consumeLink, dropLinks, findLink, replaceLink } from './mailLinkStore.server.ts';
import { ownFullPerson } from './ownPerson.ts';
import { assertOwnPassword } from './ownPassword.server.ts';
import type { AccessParts } from './parts.server.ts';

type Asking = { address: string; lang: MailLanguage };

/** Sends one's own address the link that confirms it. */
export function requestConfirmation({ read, write, mail, mailAsked, clock }: AccessParts) {
  /** @throws Problem `not_signed_in`, `forbidden` (guests), `mail_off`, `too_many_attempts` */
  return async (actor: Actor, { address, lang }: Asking): Promise<void> => {
    const { id, email } = ownFullPerson(actor);
    if (!mail.isOn) throw new Problem('mail_off');
    await mailAsked(email, address);
    const account = await findAccountDetails(read, { id });
    if (!account) throw new Problem('not_found');
    await write((unit) => postConfirmation({ clock, mail }, unit, account, { email, lang }));
  };
}

/** Writes the letter with the link that confirms an address of an account. */
export async function postConfirmation(
  { clock, mail }: Pick<AccessParts, 'clock' | 'mail'>,
  unit: Unit,
  account: Pick<AccountDetails, 'id' | 'name' | 'lang'>,
  { email, lang }: { email: string; lang: MailLanguage }
): Promise<void> {
  const [secret, now] = [newSecret(), clock()];
  const expiresAt = now + linkLifetimes.confirm;
  const link = { purpose: 'confirm' as const, account: account.id, email, by: null };
  await replaceLink(unit, { ...link, hash: fingerprint(secret), createdAt: now, expiresAt });
  const url = `${mail.origin}/confirm-email/${secret}`;
  const recipient = { name: account.name, email, lang: account.lang ?? lang };
  await mail.post(unit, confirmLetter(recipient, url, expiresAt));
}

const change = v.strictObject({ email: emailInput, password: typedPassword });

/** Asks for another address: it counts once its link was opened, or at once where no mail is sent. */
export function changeEmail(parts: AccessParts) {
  const { write, mail, mailAsked } = parts;
  /**
   * @returns whether a link was sent that has to be opened first
   * @throws Problem `not_signed_in`, `forbidden`, `invalid_input` (also for a wrong password), `email_taken`,
   * `too_many_attempts`
   */
  return async (
    actor: Actor,
    given: { email: string; password: string },
    { address, lang }: Asking
  ): Promise<{ isSent: boolean }> => {
    const { id } = ownFullPerson(actor);
    const { email, password } = parse(change, given);
    await assertOwnPassword(parts, actor, { password, field: 'password', address });
    if (mail.isOn) await mailAsked(email, address);
    await write(async (unit) => {
      const account = await findAccountDetails(unit, { id });
      if (!account) throw new Problem('not_found');
      if (account.email !== email && (await findAccountDetails(unit, { email })))
        throw new Problem('email_taken');
      if (mail.isOn) await postConfirmation(parts, unit, account, { email, lang });
      else if (account.email !== email)
        await takeAddress(parts, unit, { account, email, isProven: false, lang });
    });
    return { isSent: mail.isOn };
  };
}

/** Looks at a link without using it up, as mail scanners do. */
export function peekConfirmation({ read, clock }: AccessParts) {
  /** @throws Problem `confirm_link_invalid` */
  return async (secret: string): Promise<{ email: string; isChange: boolean }> => {
    const link = await findLink(read, fingerprint(secret));
    const isOpen = link?.purpose === 'confirm' && !link.isUsed && link.expiresAt > clock();
    const account = isOpen ? await findAccountDetails(read, { id: link.account }) : null;
    if (!link || !account || account.suspendedAt !== null) throw new Problem('confirm_link_invalid');
    return { email: link.email, isChange: link.email !== account.email };
  };
}

/** Takes the word of whoever opened the link: this address is theirs. They need not be signed in here. */
export function completeConfirmation(parts: AccessParts) {
  const { write, clock } = parts;
  /** @throws Problem `confirm_link_invalid`, `email_taken` */
  return async (secret: string, { lang }: { lang: MailLanguage }): Promise<{ email: string }> => {
    const hash = fingerprint(secret);
    return write(async (unit) => {
      const link = await findLink(unit, hash);
      if (link?.purpose !== 'confirm' || !(await consumeLink(unit, hash, clock())))
        throw new Problem('confirm_link_invalid');
      const { email } = link;
      const account = await findAccountDetails(unit, { id: link.account });
      if (!account || account.suspendedAt !== null) throw new Problem('confirm_link_invalid');
      if (account.email !== email && (await findAccountDetails(unit, { email })))
        throw new Problem('email_taken');
      await takeAddress(parts, unit, { account, email, isProven: true, lang });
      return { email };
    });
  };
}

type Taking = { account: AccountDetails; email: string; isProven: boolean; lang: MailLanguage };

async function takeAddress(
  { clock, mail }: AccessParts,
  unit: Unit,
  { account, email, isProven, lang }: Taking
): Promise<void> {
  const { id, name, email: old } = account;
  const isChange = email !== old;
  await updateAccountRow(unit, id, { email, emailConfirmedAt: isProven ? clock() : null });
  // Links sent to the old address must not let its reader in.
  if (isChange) await dropLinks(unit, id, ['reset', 'confirm']);
  await unit.record({
    ...{ chain: 'instance', type: isChange ? 'account.email_changed' : 'account.email_confirmed' },
    ...{ actor: id, subject: { kind: 'account', id }, data: { confirmed: isProven } },
    ...(isChange && { committed: { email } })
  });
  if (isChange && old && mail.isOn) {
    await mail.post(unit, emailChangedLetter({ name, email: old, lang: account.lang ?? lang }));
  }
}
