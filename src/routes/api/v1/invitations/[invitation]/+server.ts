import { answer, type Access } from '#server/http/endpoint.ts';
import { withLink } from '#server/http/withLink.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'invitation.manage', DELETE: 'invitation.manage' } as const satisfies Access;

export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => {
    const invitation = await engine.programmes.getInvitation(actor, event.params.invitation);
    return { json: withLink(invitation, event.url.origin) };
  });

/** Ends a link; with `?removeJoined=1` whoever is here through it is removed too. */
export const DELETE: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, query }) => {
    const input = { id: event.params.invitation, removeJoined: query.get('removeJoined') === '1' };
    return { json: await engine.programmes.revokeInvitation(actor, input) };
  });
