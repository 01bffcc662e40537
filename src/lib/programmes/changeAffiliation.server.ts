import { guard, type Actor, type Affiliation } from '#lib/access/index.ts';
import { parse, Problem } from '#lib/kernel/index.ts';
import type { ProgrammesDeps } from './deps.server.ts';
import { affiliationChange } from './input.ts';
import { updateMembership } from './membershipStore.server.ts';
import { presentMember } from './members.server.ts';
import { frozen, loadStanding, publicAffiliation } from './standing.server.ts';

/**
 * Says anew from where one speaks. What was done before keeps the affiliation of then; a proof counts for the sector and
 * organisation it was given for, so it ends with them. Open documents show the new one at once.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden` (not a member), `invalid_input`
 */
export const changeAffiliation =
  ({ read, write }: ProgrammesDeps) =>
  async (actor: Actor, input: unknown): Promise<Affiliation> => {
    const { programme, ...wanted } = parse(affiliationChange, input);
    const standing = await loadStanding(read, actor, programme);
    guard(actor, 'programme.read', standing);
    if (actor.kind !== 'person') throw new Problem('not_signed_in');
    if (!standing.membership) throw new Problem('forbidden');
    const account = actor.person.id;
    return write(async (unit) => {
      const { affiliation: before } = await presentMember(unit, programme, account);
      const changed = (['sector', 'organisation', 'capacity'] as const).filter(
        (field) => before[field] !== wanted[field]
      );
      if (changed.length === 0) return before;
      const keepsProof = !changed.includes('sector') && !changed.includes('organisation');
      const after: Affiliation = { ...wanted, proof: keepsProof ? before.proof : 'self_declared' };
      await updateMembership(unit, programme, account, {
        ...after,
        ...(!keepsProof && { proof_note: null, proof_by: null })
      });
      await unit.record({
        ...{ chain: programme, type: 'member.affiliation_changed', actor: account },
        affiliation: frozen(before),
        subject: { kind: 'member', id: account },
        data: { changed, from: publicAffiliation(before), to: publicAffiliation(after) },
        committed: {
          ...{ organisation: after.organisation, capacity: after.capacity },
          ...{ organisationBefore: before.organisation, capacityBefore: before.capacity }
        }
      });
      unit.announce({ kind: 'rights', account, programme });
      return after;
    });
  };
