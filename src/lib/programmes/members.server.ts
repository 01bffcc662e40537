import { actorId, guard, sectors, type Actor } from '#lib/access/index.ts';
import { parse, Problem, type Id, type Rows } from '#lib/kernel/index.ts';
import type { ProgrammesDeps } from './deps.server.ts';
import { memberRemoval, roleChange } from './input.ts';
import type { Member, SectorMembers } from './member.ts';
import { endMembership, giveRole } from './membershipChanges.server.ts';
import { findMembership, listMemberships, type StoredMembership } from './membershipStore.server.ts';
import { actingAs, loadStanding } from './standing.server.ts';

/**
 * Everyone in a programme, by sector in the order of the table; empty sectors are listed too.
 * @throws Problem `not_found`
 */
export const listMembers =
  ({ read, people }: ProgrammesDeps) =>
  async (actor: Actor, programme: Id): Promise<SectorMembers[]> => {
    guard(actor, 'member.list', await loadStanding(read, actor, programme));
    const stored = await listMemberships(read, [programme]);
    const givers = stored.flatMap(({ proofBy }) => (proofBy === null ? [] : [proofBy]));
    const names = await people([...stored.map((member) => member.account), ...givers]);
    const members = stored.map(({ account: id, role, affiliation, joinedAt, ...one }): Member => {
      const { name, kind } = names.get(id) ?? { name: '', kind: 'guest' as const };
      const proofBy = one.proofBy === null ? null : (names.get(one.proofBy)?.name ?? null);
      return { id, name, kind, role, affiliation, joinedAt, proofNote: one.proofNote, proofBy };
    });
    return sectors.map((sector) => ({
      sector,
      members: members.filter((member) => member.affiliation.sector === sector)
    }));
  };

/**
 * Gives a member another role; open sockets follow at once.
 * @throws Problem `not_found` (also: not a member), `forbidden`, `not_signed_in`, `last_facilitator`, `invalid_input`
 */
export const changeRole =
  ({ read, write }: ProgrammesDeps) =>
  async (actor: Actor, input: unknown): Promise<void> => {
    const { programme, account, role } = parse(roleChange, input);
    const standing = await loadStanding(read, actor, programme);
    guard(actor, 'member.manage', standing);
    await write(async (unit) => {
      const member = await presentMember(unit, programme, account);
      await giveRole(unit, member, role, { actor: actorId(actor), affiliation: actingAs(standing) });
    });
  };

/**
 * Ends a membership: a facilitator anyone's, everyone their own. What they wrote stays, with their name.
 * @throws Problem `not_found` (also: not a member), `forbidden`, `not_signed_in`, `last_facilitator`, `invalid_input`
 */
export const removeMember =
  ({ read, write, clock }: ProgrammesDeps) =>
  async (actor: Actor, input: unknown): Promise<void> => {
    const { programme, account } = parse(memberRemoval, input);
    const standing = await loadStanding(read, actor, programme);
    const isLeaving = actorId(actor) === account && standing.membership !== null;
    if (!isLeaving) guard(actor, 'member.manage', standing);
    await write(async (unit) => {
      const member = await presentMember(unit, programme, account);
      await endMembership(unit, member, {
        ...{ actor: actorId(actor), affiliation: actingAs(standing) },
        ...{ at: clock(), reason: isLeaving ? 'left' : 'removed' }
      });
    });
  };

/**
 * Somebody who is in the programme now.
 * @throws Problem `not_found`
 */
export async function presentMember(rows: Rows, programme: Id, account: Id): Promise<StoredMembership> {
  const member = await findMembership(rows, programme, account);
  if (!member || member.removedAt !== null) throw new Problem('not_found');
  return member;
}
