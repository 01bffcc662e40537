import * as v from 'valibot';
import { actorId, sectors, type Actor } from '#lib/access/index.ts';
import { guard } from '#lib/access/index.ts';
import { isId, parse, Problem } from '#lib/kernel/index.ts';
import type { ProgrammesDeps } from './deps.server.ts';
import { giveRole } from './membershipChanges.server.ts';
import { findMembership, putMembership } from './membershipStore.server.ts';
import { findProgramme } from './programmeStore.server.ts';

const id = v.pipe(
  v.string(),
  v.check((text: string) => isId(text), 'not_allowed')
);
const admission = v.strictObject({ programme: id, account: id, sector: v.picklist(sectors) });

/**
 * Makes somebody with an account a facilitator of a programme that has none who can sign in, such as an imported one. Only
 * the host may: it passes by every invitation.
 */
export const admitFacilitator =
  ({ write, clock }: ProgrammesDeps) =>
  /** @throws Problem `invalid_input`, `not_signed_in`, `forbidden`, `not_found` for the programme */
  async (actor: Actor, input: unknown): Promise<void> => {
    guard(actor, 'instance.administer');
    const { programme, account, sector } = parse(admission, input);
    await write(async (unit) => {
      if (!(await findProgramme(unit, programme))) throw new Problem('not_found');
      const member = await findMembership(unit, programme, account);
      const by = { actor: actorId(actor), affiliation: null };
      if (member && member.removedAt === null) return giveRole(unit, member, 'facilitator', by);
      const standing = { role: 'facilitator', sector, proof: 'self_declared' } as const;
      const at = clock();
      await putMembership(unit, {
        ...{ programme_id: programme, account_id: account, organisation: null, capacity: null },
        ...{ ...standing, invitation_id: null, consented_at: null, created_at: at, removed_at: null }
      });
      await unit.record({
        ...{ chain: programme, type: 'member.joined', subject: { kind: 'member', id: account } },
        ...{ ...by, data: { ...standing, invitation: null } }
      });
      unit.announce({ kind: 'rights', account, programme });
    });
  };
