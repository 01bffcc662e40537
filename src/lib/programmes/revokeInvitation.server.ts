import { actorId, guard, type Actor } from '#lib/access/index.ts';
import { parse, Problem, type Id } from '#lib/kernel/index.ts';
import type { ProgrammesDeps } from './deps.server.ts';
import { revocation } from './input.ts';
import { findInvitation, markRevoked } from './invitationStore.server.ts';
import { listMemberships } from './membershipStore.server.ts';
import { endMembership } from './membershipChanges.server.ts';
import { actingAs, loadStanding } from './standing.server.ts';

/**
 * Ends a link. With `removeJoined`, whoever is here through it is removed too, and their open pages notice at once.
 * Revoking again does nothing but remove, when that is asked for.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `last_facilitator`
 */
export const revokeInvitation =
  ({ read, write, clock }: ProgrammesDeps) =>
  async (actor: Actor, input: unknown): Promise<{ removed: Id[] }> => {
    const { id, removeJoined } = parse(revocation, input);
    const invitation = await findInvitation(read, { id });
    if (!invitation) throw new Problem('not_found');
    const { programme } = invitation;
    const standing = await loadStanding(read, actor, programme);
    guard(actor, 'invitation.manage', standing);
    const by = { actor: actorId(actor), affiliation: actingAs(standing) };
    return write(async (unit) => {
      const isOpen = (await findInvitation(unit, { id }))?.revokedAt === null;
      const leaving = removeJoined ? await listMemberships(unit, [programme], { invitation: id }) : [];
      if (isOpen) {
        await markRevoked(unit, id, clock());
        await unit.record({
          ...{ chain: programme, type: 'invitation.revoked', ...by, subject: { kind: 'invitation', id } },
          data: { removeJoined, removed: leaving.length }
        });
      }
      for (const member of leaving) {
        await endMembership(unit, member, {
          ...by,
          at: clock(),
          reason: 'invitation_revoked',
          invitation: id
        });
      }
      return { removed: leaving.map((member) => member.account) };
    });
  };
