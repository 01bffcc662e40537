import { actorId, guard, sectors, type Actor, type Sector, type Standing } from '#lib/access/index.ts';
import { newId, newSecret, parse, Problem, type Id, type Unit } from '#lib/kernel/index.ts';
import type { ProgrammesDeps, ProgrammesParts } from './deps.server.ts';
import { newCode } from './code.ts';
import { newInvitation, newInvitationSet } from './input.ts';
import { isFull, type Invitation } from './invitation.ts';
import { findInvitation, insertInvitation, listProgrammeInvitations } from './invitationStore.server.ts';
import { actingAs, loadStanding } from './standing.server.ts';

const DAY = 24 * 60 * 60 * 1000;

type Asked = { programme: Id; role: Invitation['role']; briefId?: Id | null | undefined; days: number };
type Wanted = Asked & { briefId: Id | null };

/**
 * Makes a link for one sector, open for `days` days.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input` (also for a brief of another programme)
 */
export const createInvitation =
  (deps: ProgrammesParts) =>
  async (actor: Actor, input: unknown): Promise<Invitation> => {
    const asked = parse(newInvitation, input);
    const { standing, now, briefId } = await allowed(deps, actor, asked);
    const wanted = { ...asked, briefId };
    const { sector, label, maxUses } = wanted;
    const made = draft(wanted, { sector, label, maxUses }, now);
    const kept = await deps.write((unit) => keep(unit, actor, standing, made));
    deps.codes.wake(kept.code);
    return kept;
  };

/**
 * Sees to one open link per sector, in the order of the table: a sector that already has one for the same role and
 * brief keeps it, so asking twice makes nothing twice.
 * @throws as `createInvitation`
 */
export const createInvitationSet =
  (deps: ProgrammesParts) =>
  async (actor: Actor, input: unknown): Promise<Invitation[]> => {
    const asked = parse(newInvitationSet, input);
    const { standing, now, briefId } = await allowed(deps, actor, asked);
    const wanted = { ...asked, briefId };
    const set = await deps.write(async (unit) => {
      // Asked inside the transaction: two clicks at once must not both find nothing.
      const open = (await listProgrammeInvitations(unit, wanted.programme, now)).filter(
        (one) =>
          one.state === 'open' && !isFull(one) && one.role === wanted.role && one.brief === wanted.briefId
      );
      const set: Invitation[] = [];
      for (const sector of sectors) {
        const there = open.find((one) => one.sector === sector);
        const fresh = () => draft(wanted, { sector, label: null, maxUses: null }, now);
        set.push(there ?? (await keep(unit, actor, standing, fresh())));
      }
      return set;
    });
    for (const { code } of set) deps.codes.wake(code);
    return set;
  };

/**
 * Every link of a programme, newest first, with the secret so that it can be shown and printed again.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`
 */
export const listInvitations =
  ({ read, clock, codes }: ProgrammesParts) =>
  async (actor: Actor, programme: Id): Promise<Invitation[]> => {
    guard(actor, 'invitation.manage', await loadStanding(read, actor, programme));
    const invitations = await listProgrammeInvitations(read, programme, clock());
    // Whoever looks at them shows them to somebody.
    for (const { state, code } of invitations) if (state === 'open') codes.wake(code);
    return invitations;
  };

/**
 * One link, with its secret.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`
 */
export const getInvitation =
  ({ read, clock, codes }: ProgrammesParts) =>
  async (actor: Actor, id: Id): Promise<Invitation> => {
    const stored = await findInvitation(read, { id });
    if (!stored) throw new Problem('not_found');
    guard(actor, 'invitation.manage', await loadStanding(read, actor, stored.programme));
    const [invitation] = await listProgrammeInvitations(read, stored.programme, clock(), id);
    if (!invitation) throw new Problem('not_found');
    if (invitation.state === 'open') codes.wake(invitation.code);
    return invitation;
  };

async function allowed(
  deps: ProgrammesDeps,
  actor: Actor,
  { programme, briefId: brief }: Asked
): Promise<{ standing: Standing; now: number; briefId: Id | null }> {
  const standing = await loadStanding(deps.read, actor, programme);
  guard(actor, 'invitation.manage', standing);
  const now = deps.clock();
  if (brief === null) return { standing, now, briefId: null };
  // Who says nothing means the only brief: for them the link is as old as the programme.
  const landing = await deps.briefs.landing({ programme, brief: brief ?? null, createdAt: 0 });
  if (brief && !landing) throw new Problem('invalid_input', [{ field: 'briefId', reason: 'not_allowed' }]);
  return { standing, now, briefId: landing?.id ?? null };
}

function draft(
  wanted: Wanted,
  own: { sector: Sector; label: string | null; maxUses: number | null },
  now: number
): Invitation {
  const { programme, role, briefId: brief, days } = wanted;
  const fresh = {
    id: newId(),
    secret: newSecret(),
    code: newCode(),
    createdAt: now,
    expiresAt: now + days * DAY,
    revokedAt: null
  };
  return { ...fresh, ...own, programme, role, brief, state: 'open', joined: 0, uses: 0 };
}

async function keep(unit: Unit, actor: Actor, standing: Standing, drawn: Invitation): Promise<Invitation> {
  const invitation = { ...drawn, code: await unusedCode(unit, drawn.code) };
  const { id, programme, secret, sector, role, brief, label, createdAt, expiresAt } = invitation;
  const { code, maxUses } = invitation;
  await insertInvitation(unit, {
    ...{ id, programme_id: programme, secret, sector, role, brief_id: brief, label },
    ...{ created_by: actorId(actor), created_at: createdAt, expires_at: expiresAt, revoked_at: null },
    ...{ code, max_uses: maxUses }
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
    data: { sector, role, brief, expiresAt, maxUses }
  });
  return invitation;
}

/** Codes are never used twice, also not after their invitation has ended: somebody still has the old sheet. */
async function unusedCode(unit: Unit, drawn: string | null): Promise<string> {
  let code = drawn ?? newCode();
  while (await findInvitation(unit, { code })) code = newCode();
  return code;
}
