import { answer, type Access } from '#server/http/endpoint.ts';
import { withLink } from '#server/http/withLink.ts';
import { guard } from '#lib/access/index.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'invitation.manage', POST: 'invitation.manage' } as const satisfies Access;

export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => {
    const invitations = await engine.programmes.listInvitations(actor, event.params.programme);
    return { json: { invitations: invitations.map((one) => withLink(one, event.url.origin)) } };
  });

export const POST: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    const { programme } = event.params;
    guard(actor, 'invitation.manage', await engine.programmes.standing(actor, programme));
    const made = await engine.programmes.createInvitation(actor, { ...(await body()), programme });
    const json = withLink(made, event.url.origin);
    return { status: 201, location: `/api/v1/invitations/${made.id}`, json };
  });
