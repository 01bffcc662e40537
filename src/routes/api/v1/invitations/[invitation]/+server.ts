import { answer, type Access } from '#server/http/endpoint.ts';
import type { RequestHandler } from './$types';

export const _access = { DELETE: 'invitation.manage' } as const satisfies Access;

/** Ends a link; with `?removeJoined=1` whoever is here through it is removed too. */
export const DELETE: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, query }) => {
    const input = { id: event.params.invitation, removeJoined: query.get('removeJoined') === '1' };
    return { json: await engine.programmes.revokeInvitation(actor, input) };
  });
