import { Problem } from '#lib/kernel/index.ts';
import { asPage } from '#server/http/pages.ts';
import { askToSignIn } from '../../../_form.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) => {
  askToSignIn(locals.actor, url);
  return asPage(async () => {
    const invitations = await locals.engine.programmes.listInvitations(locals.actor, params.programme);
    const invitation = invitations.find(({ id }) => id === params.id);
    if (!invitation) throw new Problem('not_found');
    if (invitation.state !== 'open') throw new Problem('invitation_ended');
    return { invitation: { ...invitation, url: `${url.origin}/j/${invitation.secret}` } };
  });
};
