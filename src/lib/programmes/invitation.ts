import { sectors, type ProgrammeRole, type Sector } from '#lib/access/index.ts';
import type { Id } from '#lib/kernel/index.ts';
import type { Programme } from './programme.ts';

export type InvitationState = 'open' | 'expired' | 'revoked';

/** A link that lets people in from one sector, as the facilitator sees it. */
export type Invitation = {
  id: Id;
  programme: Id;
  /** the part of the link after /j/ */
  secret: string;
  sector: Sector;
  role: ProgrammeRole;
  /** where someone who joins lands; null: as `landingBrief` says */
  brief: Id | null;
  label: string | null;
  state: InvitationState;
  createdAt: number;
  expiresAt: number;
  revokedAt: number | null;
  /** members who are here through this link */
  joined: number;
  /** eight characters people can type instead of the link; null for links made before there were codes */
  code: string | null;
  /** how many may join through it; null: as many as come */
  maxUses: number | null;
  /** how many have joined through it, whether or not they are still here */
  uses: number;
};

/** What the holder of a link may know before joining. */
export type InvitationPeek = {
  programme: Programme;
  sector: Sector;
  role: ProgrammeRole;
  brief: { id: Id; title: string; titleTranslated: string | null } | null;
  expiresAt: number;
  /** as many have joined as may: who is in already still comes in */
  isFull: boolean;
};

/**
 * The brief somebody who joins through a link lands in; null: the programme's page. A link made when there was no brief to
 * choose leads into the first one for as long as that is the only one; one made later without a brief was meant so.
 * @param briefs all of the programme's
 */
export function landingBrief<B extends { id: Id; createdAt: number }>(
  link: Pick<Invitation, 'brief' | 'createdAt'>,
  briefs: readonly B[]
): B | null {
  if (link.brief !== null) return briefs.find(({ id }) => id === link.brief) ?? null;
  const [first, ...others] = briefs;
  return first && others.length === 0 && first.createdAt > link.createdAt ? first : null;
}

/** Invitations as the table is laid: sector by sector, within one as they came. */
export function inTableOrder<I extends Pick<Invitation, 'sector'>>(list: readonly I[]): I[] {
  return [...list].sort((a, b) => sectors.indexOf(a.sector) - sectors.indexOf(b.sector));
}

/** Whether as many have joined through a link as may. */
export function isFull({ maxUses, uses }: Pick<Invitation, 'maxUses' | 'uses'>): boolean {
  return maxUses !== null && uses >= maxUses;
}

/** Whether a link still works. `now` in milliseconds. */
export function invitationState(
  invitation: { expiresAt: number; revokedAt: number | null },
  now: number
): InvitationState {
  if (invitation.revokedAt !== null) return 'revoked';
  return invitation.expiresAt <= now ? 'expired' : 'open';
}
