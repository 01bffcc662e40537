import type { Id, Unit } from '#lib/kernel/index.ts';
import { higherRole } from './member.ts';
import { giveRole, requireAnotherFacilitator } from './membershipChanges.server.ts';
import {
  findMembership,
  listMembershipsOf,
  moveMembership,
  updateMembership,
  type StoredMembership
} from './membershipStore.server.ts';
import type { ProgrammesDeps } from './deps.server.ts';
import { frozen } from './standing.server.ts';

type Claim = { guest: Id; account: Id };

/**
 * Moves a guest's memberships to the account that claims the guest, inside that transaction: where the account has none,
 * it takes the guest's place; where it is a member already, that stays, with the higher of both roles; where it was
 * removed, it stays out, and the guest's membership ends.
 * @throws Problem `last_facilitator` when that guest is the only one a programme has: naming another first is theirs to do
 */
export const takeOverMemberships =
  ({ clock }: Pick<ProgrammesDeps, 'clock'>) =>
  async (unit: Unit, claim: Claim): Promise<void> => {
    for (const membership of await listMembershipsOf(unit, claim.guest)) {
      const own = await findMembership(unit, membership.programme, claim.account);
      if (own) await merge(unit, membership, own, claim, clock());
      else await moveMembership(unit, membership.programme, claim);
      await unit.record({
        ...{ chain: membership.programme, type: 'member.guest_claimed', actor: claim.account },
        affiliation: frozen(own?.affiliation ?? membership.affiliation),
        subject: { kind: 'member', id: claim.account },
        data: { guest: claim.guest, moved: own === undefined }
      });
    }
  };

async function merge(unit: Unit, guests: StoredMembership, own: StoredMembership, claim: Claim, at: number) {
  const { programme } = guests;
  // The role first: a programme whose facilitator is this guest must not be without one in between.
  if (own.removedAt === null) {
    await giveRole(unit, own, higherRole(own.role, guests.role), {
      ...{ actor: claim.account, affiliation: frozen(own.affiliation) }
    });
  } else await requireAnotherFacilitator(unit, guests, null);
  await updateMembership(unit, programme, claim.guest, { removed_at: at });
}
