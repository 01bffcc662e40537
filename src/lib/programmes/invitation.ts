import type { ProgrammeRole, Sector } from '#lib/access/index.ts';
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
  /** where someone who joins lands; null: the programme, or its only brief */
  brief: Id | null;
  label: string | null;
  state: InvitationState;
  createdAt: number;
  expiresAt: number;
  revokedAt: number | null;
  /** members who are here through this link */
  joined: number;
};

/** What the holder of a link may know before joining. */
export type InvitationPeek = {
  programme: Programme;
  sector: Sector;
  role: ProgrammeRole;
  brief: { id: Id; title: string; titleTranslated: string | null } | null;
  expiresAt: number;
};

/** Whether a link still works. `now` in milliseconds. */
export function invitationState(
  invitation: { expiresAt: number; revokedAt: number | null },
  now: number
): InvitationState {
  if (invitation.revokedAt !== null) return 'revoked';
  return invitation.expiresAt <= now ? 'expired' : 'open';
}
