import type * as v from 'valibot';
import type { Actor, Affiliation, Person, SessionCookie } from '#lib/access/index.ts';
import { newId, parse, Problem, type Id, type Unit } from '#lib/kernel/index.ts';
import type { ProgrammesDeps, ProgrammesParts } from './deps.server.ts';
import { idFromTicket, TICKET_LASTS } from './guestTicket.server.ts';
import { accountJoining, guestJoining } from './input.ts';
import { countUse, type StoredInvitation } from './invitationStore.server.ts';
import { higherRole } from './member.ts';
import { giveRole } from './membershipChanges.server.ts';
import { findMembership, putMembership } from './membershipStore.server.ts';
import { openInvitation } from './peekInvitation.server.ts';
import { frozen } from './standing.server.ts';

/** Where somebody who joined should find themselves. */
export type Landing = { programme: Id; brief: Id | null };

/**
 * Lets somebody without an account in, in one step: guest, membership and record are one transaction. The same form
 * sent again within ten minutes is the same guest.
 * @param address where the request comes from
 * @throws Problem `invitation_invalid`, `invitation_ended`, `invitation_full`, `invalid_input`, `too_many_joining`
 */
export const joinAsGuest =
  (deps: ProgrammesParts) =>
  async (
    secret: string,
    input: unknown,
    { address }: { address: string } = { address: 'here' }
  ): Promise<{ cookie: SessionCookie; person: Person; landing: Landing }> => {
    const { read, clock, sessions, crowd } = deps;
    // Before the form is judged: someone with a dead link should hear that first.
    const { id } = await openInvitation(read, secret, clock());
    const wanted = parse(guestJoining, input);
    const giveBack = await crowd.enter(id, address);
    const joined = await enterAsGuest(deps, secret, wanted).catch(async (error: unknown) => {
      await giveBack();
      throw error;
    });
    if (joined.isRepeated) await giveBack();
    deps.codes.wake(joined.invitation.code);
    const cookie = await sessions.startSession(joined.person.id);
    return { cookie, person: joined.person, landing: await landing(deps, joined.invitation) };
  };

function enterAsGuest(deps: ProgrammesParts, secret: string, wanted: v.InferOutput<typeof guestJoining>) {
  const { write, clock, guests } = deps;
  const { name, sector, organisation, capacity, ticket } = wanted;
  const affiliation: Affiliation = { sector, organisation, capacity, proof: 'self_declared' };
  return write(async (unit) => {
    const at = clock();
    const invitation = await openInvitation(unit, secret, at);
    const id = ticket ? idFromTicket(ticket, [invitation.id, name, sector, organisation, capacity]) : newId();
    const known = await guests.findGuest(unit, id);
    if (known?.isGuest && at - known.createdAt < TICKET_LASTS) {
      const member = await findMembership(unit, invitation.programme, id);
      if (member?.removedAt === null) return { person: known.person, invitation, isRepeated: true };
    }
    const person = await guests.createGuest(unit, { name, id: known ? newId() : id });
    await enter(unit, invitation, { account: person.id, affiliation, at });
    return { person, invitation, isRepeated: false };
  });
}

/**
 * Lets a signed-in person in. Joining again keeps affiliation and proof and never lowers the role.
 * Who was removed comes back only through a link made after that.
 * @throws Problem `not_signed_in`, `invitation_invalid`, `invitation_ended`, `invitation_full`, `invalid_input`
 */
export const joinAsAccount =
  (deps: ProgrammesParts) =>
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
          ...{ actor: account, affiliation: frozen(before.affiliation), invitation: invitation.id }
        });
        return invitation;
      }
      if (before && before.removedAt !== null && invitation.createdAt < before.removedAt) {
        throw new Problem('invitation_ended');
      }
      await enter(unit, invitation, { account, affiliation, at: clock() });
      return invitation;
    });
    deps.codes.wake(invitation.code);
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
  if (!(await countUse(unit, invitation.id))) throw new Problem('invitation_full');
  await putMembership(unit, {
    ...{ programme_id: programme, account_id: account, role, sector, organisation, capacity, proof },
    ...{ invitation_id: invitation.id, consented_at: at, created_at: at, removed_at: null },
    ...{ proof_note: null, proof_by: null }
  });
  await unit.record({
    ...{
      chain: programme,
      type: 'member.joined',
      actor: account,
      affiliation: frozen(affiliation)
    },
    subject: { kind: 'member', id: account },
    data: { role, sector, proof, invitation: invitation.id },
    committed: { organisation, capacity }
  });
  unit.announce({ kind: 'rights', account, programme });
}

async function landing(deps: ProgrammesDeps, invitation: StoredInvitation): Promise<Landing> {
  const brief = await deps.briefs.landing(invitation);
  return { programme: invitation.programme, brief: brief?.id ?? null };
}
