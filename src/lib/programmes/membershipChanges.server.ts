import type { ProgrammeRole } from '#lib/access/index.ts';
import { Problem, type Id, type Json, type Unit } from '#lib/kernel/index.ts';
import { countFacilitators, updateMembership, type StoredMembership } from './membershipStore.server.ts';

/** Who changed a membership, and what for. */
export type By = { actor: Id | 'system' | 'anonymous'; affiliation: Json };
export type Ending = By & { at: number; reason: 'removed' | 'left' | 'invitation_revoked'; invitation?: Id };

/**
 * Ends a membership inside the caller's transaction.
 * @throws Problem `last_facilitator`: a programme is never left without one
 */
export async function endMembership(unit: Unit, member: StoredMembership, ending: Ending): Promise<void> {
  await requireAnotherFacilitator(unit, member, null);
  const { programme, account } = member;
  await updateMembership(unit, programme, account, { removed_at: ending.at });
  const { actor, affiliation, reason, invitation } = ending;
  await unit.record({
    ...{
      chain: programme,
      type: 'member.removed',
      actor,
      affiliation,
      subject: { kind: 'member', id: account }
    },
    data: { reason, ...(invitation !== undefined && { invitation }) }
  });
  unit.announce({ kind: 'rights', account, programme });
}

/**
 * Gives a member another role inside the caller's transaction; the same role changes nothing.
 * @throws Problem `last_facilitator`
 */
export async function giveRole(
  unit: Unit,
  member: StoredMembership,
  role: ProgrammeRole,
  by: By & { invitation?: Id }
): Promise<void> {
  if (member.role === role) return;
  await requireAnotherFacilitator(unit, member, role);
  const { programme, account } = member;
  await updateMembership(unit, programme, account, { role });
  const { actor, affiliation, invitation } = by;
  await unit.record({
    ...{ chain: programme, type: 'member.role_changed', actor, affiliation },
    subject: { kind: 'member', id: account },
    data: { from: member.role, to: role, ...(invitation !== undefined && { invitation }) }
  });
  unit.announce({ kind: 'rights', account, programme });
}

/**
 * Asks, inside the caller's transaction, whether a member may become this, or none (null).
 * @throws Problem `last_facilitator` when the programme would be left without one
 */
export async function requireAnotherFacilitator(
  unit: Unit,
  member: StoredMembership,
  becomes: ProgrammeRole | null
) {
  if (member.role !== 'facilitator' || becomes === 'facilitator') return;
  if ((await countFacilitators(unit, member.programme)) < 2) throw new Problem('last_facilitator');
}
