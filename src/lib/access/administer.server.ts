import * as v from 'valibot';
import { cleanLine, optionalText, parse, Problem, type Id, type Unit } from '#lib/kernel/index.ts';
import {
  countOtherAdmins,
  findAccountDetails,
  listAccountRows,
  updateAccountRow,
  type AccountDetails
} from './accountDetailsStore.server.ts';
import type { UnsentLetter } from './accountMail.ts';
import { actorId, type Actor, type Person } from './actor.ts';
import { dropLinks } from './mailLinkStore.server.ts';
import type { AccessParts } from './parts.server.ts';
import { guard } from './policy.ts';
import { deleteSessionsOf } from './sessionStore.server.ts';

const PAGE = 50;

/** Which accounts a program asks for. `after` counts those it has read already. */
export const accountsSought = v.strictObject({
  search: v.pipe(
    v.optional(v.string(), ''),
    v.metadata({ maxLength: 200, description: 'Part of a name or of an address, whatever its case.' }),
    v.transform(cleanLine),
    v.maxLength(200)
  ),
  kind: v.optional(v.pipe(v.picklist(['full', 'guest']), v.description('Only these; left out: both.'))),
  after: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0, 'not_allowed')), 0),
  limit: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1, 'not_allowed'), v.maxValue(500, 'not_allowed')),
    100
  )
});

/** Everyone who has an account here, newest first, as many at once as a program wants. */
export function pageAccounts({ read }: AccessParts) {
  /**
   * Whoever is new in between moves the others on: somebody may come twice, nobody is left out.
   * @throws Problem `not_signed_in`, `forbidden`, `invalid_input`
   */
  return async (
    actor: Actor,
    given: unknown
  ): Promise<{ accounts: AccountDetails[]; next: number | null }> => {
    guard(actor, 'instance.administer');
    const { search, kind = null, after, limit } = parse(accountsSought, given);
    const found = await listAccountRows(read, { search, kind, offset: after, limit: limit + 1 });
    return { accounts: found.slice(0, limit), next: found.length > limit ? after + limit : null };
  };
}

/** Everyone who has an account here, newest first, for admins. */
export function listAccounts({ read }: AccessParts) {
  /**
   * @param search part of a name or an address @param kind null: guests too @param page from 1
   * @throws Problem `not_signed_in`, `forbidden`
   */
  return async (
    actor: Actor,
    {
      search = '',
      kind = null,
      page = 1
    }: { search?: string; kind?: Person['kind'] | null; page?: number } = {}
  ): Promise<{ accounts: AccountDetails[]; hasMore: boolean }> => {
    guard(actor, 'instance.administer');
    const from = Math.max(0, Math.trunc(page) - 1 || 0) * PAGE;
    const sought = { search: cleanLine(search).slice(0, 200), kind, offset: from, limit: PAGE + 1 };
    const found = await listAccountRows(read, sought);
    return { accounts: found.slice(0, PAGE), hasMore: found.length > PAGE };
  };
}

/** One account, for admins. */
export function getAccount({ read }: AccessParts) {
  /** @throws Problem `not_signed_in`, `forbidden`, `not_found` */
  return async (actor: Actor, id: Id): Promise<AccountDetails> => {
    guard(actor, 'instance.administer');
    const account = await findAccountDetails(read, { id });
    if (!account) throw new Problem('not_found');
    return account;
  };
}

/** Mail that has not left, newest first, for admins. */
export function listUnsentMail({ mail }: AccessParts) {
  /** @throws Problem `not_signed_in`, `forbidden` */
  return async (actor: Actor): Promise<UnsentLetter[]> => {
    guard(actor, 'instance.administer');
    return mail.listUnsent();
  };
}

/** What suspending takes. */
export const suspension = v.strictObject({ reason: optionalText(500) });

/** Shuts an account out: its sessions end, its tokens stop working, its sockets close. What it did stays. */
export function suspendAccount({ write, clock }: AccessParts) {
  /**
   * @param given.reason for the other admins, and for the record as a redactable commitment
   * @throws Problem `not_signed_in`, `forbidden`, `invalid_input`, `not_found` (also when suspended already), `conflict`
   * for oneself, `last_admin`
   */
  return async (actor: Actor, id: Id, given: { reason?: string | null } = {}): Promise<void> => {
    guard(actor, 'instance.administer');
    const { reason } = parse(suspension, given);
    if (actorId(actor) === id) throw new Problem('conflict');
    await write(async (unit) => {
      const account = await findAccountDetails(unit, { id });
      if (!account || account.suspendedAt !== null) throw new Problem('not_found');
      if (account.isAdmin) await assertNotLastAdmin(unit, id);
      await updateAccountRow(unit, id, { suspended: { at: clock(), reason } });
      await deleteSessionsOf(unit, id);
      await dropLinks(unit, id, ['reset', 'confirm']);
      await unit.record({
        ...about(actor, id, 'account.suspended'),
        ...(reason && { committed: { reason } })
      });
      unit.announce({ kind: 'rights', account: id });
    });
  };
}

/** Lets a suspended account in again. Its owner signs in anew; its tokens work as before. */
export function liftSuspension({ write }: AccessParts) {
  /** @throws Problem `not_signed_in`, `forbidden`, `not_found` (also when not suspended) */
  return async (actor: Actor, id: Id): Promise<void> => {
    guard(actor, 'instance.administer');
    await write(async (unit) => {
      const account = await findAccountDetails(unit, { id });
      if (!account?.suspendedAt) throw new Problem('not_found');
      await updateAccountRow(unit, id, { suspended: null });
      await unit.record(about(actor, id, 'account.suspension_lifted'));
    });
  };
}

/** Makes somebody an admin, or an admin somebody like all others. */
export function setAdmin({ write }: AccessParts) {
  /**
   * Changes nothing and records nothing when it is so already.
   * @throws Problem `not_signed_in`, `forbidden`, `not_found`, `conflict` for guests and suspended accounts, `last_admin`
   */
  return async (actor: Actor, id: Id, isAdmin: boolean): Promise<void> => {
    guard(actor, 'instance.administer');
    await write(async (unit) => {
      const account = await findAccountDetails(unit, { id });
      if (!account) throw new Problem('not_found');
      if (account.isAdmin === isAdmin) return;
      if (isAdmin && (account.kind === 'guest' || account.suspendedAt !== null))
        throw new Problem('conflict');
      if (!isAdmin) await assertNotLastAdmin(unit, id);
      await updateAccountRow(unit, id, { isAdmin });
      await unit.record(about(actor, id, isAdmin ? 'account.admin_granted' : 'account.admin_withdrawn'));
      unit.announce({ kind: 'rights', account: id });
    });
  };
}

async function assertNotLastAdmin(unit: Unit, id: Id): Promise<void> {
  if ((await countOtherAdmins(unit, id)) === 0) throw new Problem('last_admin');
}

function about(actor: Actor, id: Id, type: string) {
  const subject = { kind: 'account' as const, id };
  return { chain: 'instance' as const, type, actor: actorId(actor), subject };
}
