import type { Invitation } from '#lib/programmes/index.ts';

/** An invitation with the link people follow, under the address this request came to. */
export function withLink(invitation: Invitation, origin: string): Invitation & { url: string } {
  return { ...invitation, url: `${origin}/j/${invitation.secret}` };
}
