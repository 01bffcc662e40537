import { inTableOrder } from '#lib/programmes/index.ts';
import { asPage } from '#server/http/pages.ts';
import { askToSignIn } from '../../_form.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) => {
  askToSignIn(locals.actor, url);
  return asPage(async () => {
    const invitations = await locals.engine.programmes.listInvitations(locals.actor, params.programme);
    const open = inTableOrder(invitations.filter(({ state }) => state === 'open'));
    return { invitations: open.map((one) => ({ ...one, url: `${url.origin}/j/${one.secret}` })) };
  });
};
