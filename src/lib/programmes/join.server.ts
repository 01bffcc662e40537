import type { Actor, Affiliation, Person, SessionCookie } from '#lib/access/index.ts';
import { parse, Problem, type Id, type Unit } from '#lib/kernel/index.ts';
import type { ProgrammesDeps } from './deps.server.ts';
import { accountJoining, guestJoining } from './input.ts';
import type { StoredInvitation } from './invitationStore.server.ts';
import { higherRole } from './member.ts';
import { giveRole } from './membershipChanges.server.ts';
import { findMembership, putMembership } from './membershipStore.server.ts';
import { openInvitation } from './peekInvitation.server.ts';
import { publicAffiliation } from './standing.server.ts';

/** Where somebody who joined should find themselves. */
export type Landing = { programme: Id; brief: Id | null };

/**
 * Lets somebody without an account in, in one step: guest, membership and record are one transaction.
 * @throws Problem `invitation_invalid`, `invitation_ended`, `invalid_input`
 */
export const joinAsGuest =
  (deps: ProgrammesDeps) =>
  async (
    secret: string,
    input: unknown
  ): Promise<{ cookie: SessionCookie; person: Person; landing: Landing }> => {
    const { read, write, clock, guests, sessions } = deps;
    // Before the form is judged: someone with a dead link should hear that first.
    await openInvitation(read, secret, clock());
    const { name, sector, organisation, capacity } = parse(guestJoining, input);
    const affiliation: Affiliation = { sector, organisation, capacity, proof: 'self_declared' };
    const { person, invitation } = await write(async (unit) => {
      const invitation = await openInvitation(unit, secret, clock());
      const person = await guests.createGuest(unit, { name });
      await enter(unit, invitation, { account: person.id, affiliation, at: clock() });
      return { person, invitation };
    });
    const cookie = await sessions.startSession(person.id);
    return { cookie, person, landing: await landing(deps, invitation) };
  };

/**
 * Lets a signed-in person in. Joining again keeps affiliation and proof and never lowers the role.
 * Who was removed comes back only through a link made after that.
 * @throws Problem `not_signed_in`, `invitation_invalid`, `invitation_ended`, `invalid_input`
 */
export const joinAsAccount =
  (deps: ProgrammesDeps) =>
  async (actor: Actor, secret: string, input: unknown): Promise<{ landing: Landing }> => {
    const { read, write, clock } = deps;
    if (actor.kind !== 'person') throw new Problem('not_signed_in');
    await openInvitation(read, secret, clock());
    const { sector, organisation, capacity } = parse(accountJoining, input);
    const affiliation: Affiliation = { sector, organisation, capacity, proof: 'self_declared' };
    const account = actor.person.id;
    const invitation = await write(async (unit) => {
      const invitation = await openInvitation(unit, secret, clock());
      const before = await findMembership(unit, invitation.programme, account);
      if (before && before.removedAt === null) {
        await giveRole(unit, before, higherRole(before.role, invitation.role), {
          ...{ actor: account, affiliation: publicAffiliation(before.affiliation), invitation: invitation.id }
        });
        return invitation;
      }
      if (before && before.removedAt !== null && invitation.createdAt < before.removedAt) {
        throw new Problem('invitation_ended');
      }
      await enter(unit, invitation, { account, affiliation, at: clock() });
      return invitation;
    });
    return { landing: await landing(deps, invitation) };
  };

async function enter(
  unit: Unit,
  invitation: StoredInvitation,
  who: { account: Id; affiliation: Affiliation; at: number }
): Promise<void> {
  const { programme, role } = invitation;
  const { account, affiliation, at } = who;
  const { sector, proof, organisation, capacity } = affiliation;
  await putMembership(unit, {
    ...{ programme_id: programme, account_id: account, role, sector, organisation, capacity, proof },
    ...{ invitation_id: invitation.id, consented_at: at, created_at: at, removed_at: null }
  });
  await unit.record({
    ...{
      chain: programme,
      type: 'member.joined',
      actor: account,
      affiliation: publicAffiliation(affiliation)
    },
    subject: { kind: 'member', id: account },
    data: { role, sector, proof, invitation: invitation.id },
    committed: { organisation, capacity }
  });
  unit.announce({ kind: 'rights', account, programme });
}

async function landing(deps: ProgrammesDeps, invitation: StoredInvitation): Promise<Landing> {
  const brief = await deps.briefs.landing(invitation.programme, invitation.brief);
  return { programme: invitation.programme, brief: brief?.id ?? null };
}
