import { redirect } from '@sveltejs/kit';
import { newSecret, Problem } from '#lib/kernel/index.ts';
import { higherRole } from '#lib/programmes/index.ts';
import { asAction, asPage } from '#server/http/pages.ts';
import { setSessionCookie } from '#server/http/cookies.ts';
import { affiliationOf, textOf } from '../../p/_form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
  asPage(async () => {
    const { actor, engine } = locals;
    const invitation = await engine.programmes.peekInvitation(params.secret);
    const standing =
      actor.kind === 'person' ? await engine.programmes.standing(actor, invitation.programme.id) : null;
    const membership = standing?.membership ?? null;
    const writes = ['facilitator', 'contributor'].includes(invitation.role);
    const landing = landingPath({
      programme: invitation.programme.id,
      brief: invitation.brief?.id ?? null
    });
    // Who is in already, with all this link would give, has nothing to fill in.
    const isIn = membership !== null && higherRole(membership.role, invitation.role) === membership.role;
    if (isIn && membership.affiliation.sector === invitation.sector) redirect(303, landing);
    if (invitation.isFull && !membership) throw new Problem('invitation_full');
    return {
      invitation,
      // Sent along with the form: pressed twice, it makes one guest.
      ticket: newSecret(),
      person: actor.kind === 'person' ? { name: actor.person.name } : null,
      // Where somebody already stands is what they said before: not to be asked twice.
      known: membership?.affiliation ?? null,
      isIn,
      landing,
      writes,
      here: encodeURIComponent(url.pathname),
      secret: params.secret
    };
  });

export const actions: Actions = {
  guest: async (event) => {
    const { locals, params, request } = event;
    const form = await request.formData();
    return asAction(form, async () => {
      const input = {
        name: textOf(form, 'name'),
        ...affiliationOf(form),
        consent: form.get('consent') === 'on',
        ticket: textOf(form, 'ticket') || undefined
      };
      const from = { address: event.getClientAddress() };
      const { cookie, landing } = await locals.engine.programmes.joinAsGuest(params.secret, input, from);
      setSessionCookie(event, cookie);
      redirect(303, landingPath(landing));
    });
  },
  account: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const input = { ...affiliationOf(form), consent: form.get('consent') === 'on' };
      const { landing } = await locals.engine.programmes.joinAsAccount(locals.actor, params.secret, input);
      redirect(303, landingPath(landing));
    });
  }
};

/** The brief with the caret in its text, so that the next tap of a key is already writing. */
function landingPath({ programme, brief }: { programme: string; brief: string | null }): string {
  return brief ? `/p/${programme}/briefs/${brief}#write` : `/p/${programme}`;
}
