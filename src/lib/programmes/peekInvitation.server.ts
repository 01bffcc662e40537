import { Problem, type Rows } from '#lib/kernel/index.ts';
import type { ProgrammesDeps } from './deps.server.ts';
import { invitationState, isFull, type InvitationPeek } from './invitation.ts';
import { findInvitation, type StoredInvitation } from './invitationStore.server.ts';
import { findProgramme } from './programmeStore.server.ts';

/**
 * What the holder of a link may know before joining. Looking changes nothing, however often.
 * @throws Problem `invitation_invalid` (unknown link), `invitation_ended` (expired or revoked)
 */
export const peekInvitation =
  (deps: ProgrammesDeps) =>
  async (secret: string): Promise<InvitationPeek> => {
    const { read, clock } = deps;
    const invitation = await openInvitation(read, secret, clock());
    const { sector, role, programme: id, expiresAt } = invitation;
    const programme = await findProgramme(read, id);
    if (!programme) throw new Problem('invitation_invalid');
    const landing = await deps.briefs.landing(invitation);
    return {
      programme,
      sector,
      role,
      brief: landing && { id: landing.id, title: landing.title, titleTranslated: landing.titleTranslated },
      expiresAt,
      isFull: isFull(invitation)
    };
  };

/**
 * The invitation behind a link that works now.
 * @throws Problem `invitation_invalid`, `invitation_ended`
 */
export async function openInvitation(rows: Rows, secret: string, now: number): Promise<StoredInvitation> {
  const found = await findInvitation(rows, { secret });
  if (!found) throw new Problem('invitation_invalid');
  if (invitationState(found, now) !== 'open') throw new Problem('invitation_ended');
  return found;
}
