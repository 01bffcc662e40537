import * as v from 'valibot';
import { newSecret, parse, Problem, type Id, type Rows, type Unit } from '#lib/kernel/index.ts';
import { findAccountDetails, updateAccountRow, type AccountDetails } from './accountDetailsStore.server.ts';
import type { MailLanguage } from './accountMail.ts';
import { actorId, type Actor, type Person } from './actor.ts';
import { emailInput, newPassword } from './credentials.ts';
import { fingerprint } from './fingerprint.server.ts';
import { linkLifetimes, passwordChangedLetter, resetLetter } from './letters.ts';
import { consumeLink, dropLinks, findLink, replaceLink, type MailLink } from './mailLinkStore.server.ts';
import type { AccessParts } from './parts.server.ts';
import { guard } from './policy.ts';
import type { SessionCookie } from './session.ts';
import { deleteSessionsOf } from './sessionStore.server.ts';
import { listTokenRows, markAllRevoked } from './tokenStore.server.ts';

const request = v.strictObject({ email: emailInput });

/** Sends whoever has this address a link to choose a new password. */
export function requestReset({ read, write, clock, mail, mailAsked, pace }: AccessParts) {
  /**
   * Answers the same, after the same time, whether anybody has this address.
   * @param lang the language of the page that asks, for those who chose none
   * @throws Problem `invalid_input`, `mail_off`, `too_many_attempts`
   */
  return async (
    given: { email: string },
    { address, lang }: { address: string; lang: MailLanguage }
  ): Promise<void> => {
    const { email } = parse(request, given);
    if (!mail.isOn) throw new Problem('mail_off');
    await mailAsked(email, address);
    const send = async () => {
      const account = await findAccountDetails(read, { email });
      if (!account || !canReset(account)) return;
      const [secret, now] = [newSecret(), clock()];
      const expiresAt = now + linkLifetimes.reset;
      const recipient = { name: account.name, email, lang: account.lang ?? lang };
      await write(async (unit) => {
        const link = { purpose: 'reset' as const, account: account.id, email, by: null };
        await replaceLink(unit, { ...link, hash: fingerprint(secret), createdAt: now, expiresAt });
        const url = `${mail.origin}/reset-password/${secret}`;
        await mail.post(unit, resetLetter(recipient, url, expiresAt));
      });
    };
    await Promise.all([send(), pace()]);
  };
}

/** Makes a link with which an account's owner chooses a new password, for an admin or the host to hand over. */
export function makeResetLink({ read, write, clock }: AccessParts) {
  /**
   * The owner stays signed in until it is used; nobody else ever learns the password.
   * @throws Problem `not_signed_in`, `forbidden`, `not_found`, `conflict` for guests and suspended accounts
   */
  return async (actor: Actor, id: Id): Promise<{ secret: string; expiresAt: number }> => {
    guard(actor, 'instance.administer');
    const account = await findAccountDetails(read, { id });
    if (!account) throw new Problem('not_found');
    if (!canReset(account)) throw new Problem('conflict');
    const [secret, now, by] = [newSecret(), clock(), actorId(actor)];
    const expiresAt = now + linkLifetimes.handedOver;
    await write(async (unit) => {
      const link = { purpose: 'reset' as const, account: id, email: account.email ?? '', by };
      await replaceLink(unit, { ...link, hash: fingerprint(secret), createdAt: now, expiresAt });
      await unit.record({
        ...{ chain: 'instance', type: 'account.reset_link_made', actor: by },
        subject: { kind: 'account', id }
      });
    });
    return { secret, expiresAt };
  };
}

/** Looks at a link without using it up. */
export function peekResetLink({ read, clock }: AccessParts) {
  /**
   * @returns whose it is, how many tokens of theirs still work, and whether these end with the old password anyhow
   * @throws Problem `reset_link_invalid`, `reset_link_ended`, `account_suspended`
   */
  return async (
    secret: string
  ): Promise<{ name: string; email: string; tokens: number; endsTokens: boolean }> => {
    const { account, link } = await usableLink(read, secret, clock());
    const tokens = await listTokenRows(read, account.id);
    const endsTokens = isFirstProof(account, link);
    return { name: account.name, email: account.email ?? '', tokens: tokens.length, endsTokens };
  };
}

const completion = v.strictObject({ password: newPassword, revokeTokens: v.optional(v.boolean(), false) });

/** Sets the password its owner chose, once, ends every session there was, and signs them in here. */
export function completeReset(parts: AccessParts) {
  const { read, write, clock, passwords, sessions } = parts;
  /** @throws Problem `reset_link_invalid`, `reset_link_ended`, `account_suspended`, `invalid_input` */
  return async (
    secret: string,
    given: { password: string; revokeTokens?: boolean },
    { lang }: { lang: MailLanguage }
  ): Promise<{ account: Person; cookie: SessionCookie }> => {
    // Hashing is dear: strangers without a link do not get that far.
    const { link } = await usableLink(read, secret, clock());
    const { password, revokeTokens } = parse(completion, given);
    const passwordHash = await passwords.hash(password);
    const account = await write(async (unit) => {
      // Asked again inside the transaction: of two who post at once, one comes first.
      const { account: now } = await usableLink(unit, secret, clock());
      if (!(await consumeLink(unit, link.hash, clock()))) throw new Problem('reset_link_ended');
      await replacePassword(parts, unit, { account: now, passwordHash, link, revokeTokens, lang });
      return now;
    });
    return { account, cookie: (await sessions.start(account.id)).cookie };
  };
}

type Replacement = {
  account: AccountDetails;
  passwordHash: string;
  link: MailLink;
  revokeTokens: boolean;
  lang: MailLanguage;
};

async function replacePassword(
  { clock, mail }: AccessParts,
  unit: Unit,
  { account, passwordHash, link, revokeTokens, lang }: Replacement
): Promise<void> {
  const { id, email, name } = account;
  const isProof = isFirstProof(account, link);
  // Whoever made the account did so with an address they never showed to be theirs; a token of theirs would stay a way in.
  const endsTokens = revokeTokens || isProof;
  await updateAccountRow(unit, id, { passwordHash, ...(isProof && { emailConfirmedAt: clock() }) });
  await deleteSessionsOf(unit, id);
  // Whoever knew the old password may have asked for another address, and would get in again through it.
  await dropLinks(unit, id, ['reset', 'confirm']);
  if (endsTokens) await markAllRevoked(unit, id, clock());
  await unit.record({
    ...{ chain: 'instance', type: 'account.password_reset', actor: id, subject: { kind: 'account', id } },
    data: { by: link.by === null ? 'mail' : 'admin', tokensRevoked: endsTokens }
  });
  if (mail.isOn && email) {
    await mail.post(unit, passwordChangedLetter({ name, email, lang: account.lang ?? lang }, mail.origin));
  }
  unit.announce({ kind: 'rights', account: id });
}

/** Whether whoever opened this link is the first to show that they read the mail of the account's address. */
function isFirstProof({ email, emailConfirmedAt }: AccountDetails, link: MailLink): boolean {
  return link.by === null && link.email === email && emailConfirmedAt === null;
}

async function usableLink(
  rows: Rows,
  secret: string,
  now: number
): Promise<{ link: MailLink; account: AccountDetails }> {
  const link = await findLink(rows, fingerprint(secret));
  if (link?.purpose !== 'reset') throw new Problem('reset_link_invalid');
  if (link.isUsed || link.expiresAt <= now) throw new Problem('reset_link_ended');
  const account = await findAccountDetails(rows, { id: link.account });
  if (!account || account.email !== link.email) throw new Problem('reset_link_invalid');
  if (account.suspendedAt !== null) throw new Problem('account_suspended');
  return { link, account };
}

function canReset({ kind, email, suspendedAt }: AccountDetails): boolean {
  return kind === 'full' && email !== null && suspendedAt === null;
}
