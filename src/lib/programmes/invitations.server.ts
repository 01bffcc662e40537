import { actorId, guard, sectors, type Actor, type Sector, type Standing } from '#lib/access/index.ts';
import { newId, newSecret, parse, Problem, type Id, type Unit } from '#lib/kernel/index.ts';
import type { ProgrammesDeps } from './deps.server.ts';
import { newInvitation, newInvitationSet } from './input.ts';
import type { Invitation } from './invitation.ts';
import { insertInvitation, listProgrammeInvitations } from './invitationStore.server.ts';
import { actingAs, loadStanding } from './standing.server.ts';

const DAY = 24 * 60 * 60 * 1000;

type Wanted = { programme: Id; role: Invitation['role']; briefId: Id | null; days: number };

/**
 * Makes a link for one sector, open for `days` days.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input` (also for a brief of another programme)
 */
export const createInvitation =
  (deps: ProgrammesDeps) =>
  async (actor: Actor, input: unknown): Promise<Invitation> => {
    const wanted = parse(newInvitation, input);
    const { standing, now } = await allowed(deps, actor, wanted);
    const made = draft(wanted, wanted.sector, wanted.label, now);
    await deps.write((unit) => keep(unit, actor, standing, made));
    return made;
  };

/**
 * Sees to one open link per sector, in the order of the table: a sector that already has one for the same role and
 * brief keeps it, so asking twice makes nothing twice.
 * @throws as `createInvitation`
 */
export const createInvitationSet =
  (deps: ProgrammesDeps) =>
  async (actor: Actor, input: unknown): Promise<Invitation[]> => {
    const wanted = parse(newInvitationSet, input);
    const { standing, now } = await allowed(deps, actor, wanted);
    return deps.write(async (unit) => {
      // Asked inside the transaction: two clicks at once must not both find nothing.
      const open = (await listProgrammeInvitations(unit, wanted.programme, now)).filter(
        ({ state, role, brief }) => state === 'open' && role === wanted.role && brief === wanted.briefId
      );
      const set: Invitation[] = [];
      for (const sector of sectors) {
        const there = open.find((one) => one.sector === sector);
        const invitation = there ?? draft(wanted, sector, null, now);
        if (!there) await keep(unit, actor, standing, invitation);
        set.push(invitation);
      }
      return set;
    });
  };

/**
 * Every link of a programme, newest first, with the secret so that it can be shown and printed again.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`
 */
export const listInvitations =
  ({ read, clock }: ProgrammesDeps) =>
  async (actor: Actor, programme: Id): Promise<Invitation[]> => {
    guard(actor, 'invitation.manage', await loadStanding(read, actor, programme));
    return listProgrammeInvitations(read, programme, clock());
  };

async function allowed(
  deps: ProgrammesDeps,
  actor: Actor,
  wanted: Wanted
): Promise<{ standing: Standing; now: number }> {
  const standing = await loadStanding(deps.read, actor, wanted.programme);
  guard(actor, 'invitation.manage', standing);
  if (wanted.briefId !== null && !(await deps.briefs.landing(wanted.programme, wanted.briefId))) {
    throw new Problem('invalid_input', [{ field: 'briefId', reason: 'not_allowed' }]);
  }
  return { standing, now: deps.clock() };
}

function draft(wanted: Wanted, sector: Sector, label: string | null, now: number): Invitation {
  const { programme, role, briefId: brief, days } = wanted;
  const fresh = {
    id: newId(),
    secret: newSecret(),
    createdAt: now,
    expiresAt: now + days * DAY,
    revokedAt: null
  };
  return { ...fresh, programme, sector, role, brief, label, state: 'open', joined: 0 };
}

async function keep(unit: Unit, actor: Actor, standing: Standing, invitation: Invitation) {
  const { id, programme, secret, sector, role, brief, label, createdAt, expiresAt } = invitation;
  await insertInvitation(unit, {
    ...{ id, programme_id: programme, secret, sector, role, brief_id: brief, label },
    ...{ created_by: actorId(actor), created_at: createdAt, expires_at: expiresAt, revoked_at: null }
  });
  await unit.record({
    ...{
      chain: programme,
      type: 'invitation.created',
      actor: actorId(actor),
      affiliation: actingAs(standing)
    },
    subject: { kind: 'invitation', id },
    // The label stays out: it is a facilitator's own note, and the record is read by everyone.
    data: { sector, role, brief, expiresAt }
  });
}
