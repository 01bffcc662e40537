import { answer, type Access } from '#server/http/endpoint.ts';
import { withLink } from '#server/http/withLink.ts';
import { guard } from '#lib/access/index.ts';
import type { RequestHandler } from './$types';

export const _access = { POST: 'invitation.manage' } as const satisfies Access;

/** Sees to one open link for every sector. */
export const POST: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    const { programme } = event.params;
    guard(actor, 'invitation.manage', await engine.programmes.standing(actor, programme));
    const set = await engine.programmes.createInvitationSet(actor, { ...(await body()), programme });
    return { json: { invitations: set.map((one) => withLink(one, event.url.origin)) } };
  });
