import { redirect } from '@sveltejs/kit';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { setSessionCookie } from '#server/http/cookies.ts';
import { asAction } from '#server/http/pages.ts';
import { askToSignIn, textOf } from '../../p/_form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { actor }, url, request }) => {
  askToSignIn(actor, url);
  // Who has an account has nothing to keep any more; but a form they sent is answered, with the refusal on its own page.
  if (request.method === 'GET' && actor.kind === 'person' && actor.person.kind === 'full')
    redirect(303, '/account');
  return {
    crumbs: [
      { href: '/account', label: m.common_account() },
      { href: '/account/claim', label: m.joining_claim_crumb() }
    ]
  };
};

export const actions: Actions = {
  upgrade: async ({ locals: { engine, actor }, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const given = { email: textOf(form, 'email'), password: textOf(form, 'password') };
      await engine.access.upgradeGuest(actor, given, { lang: getLocale() });
      redirect(303, '/account');
    });
  },

  claim: async (event) => {
    const form = await event.request.formData();
    return asAction(form, async () => {
      const { engine, actor } = event.locals;
      const { cookie } = await engine.access.claimGuest(
        actor,
        { email: textOf(form, 'email'), password: textOf(form, 'password') },
        { address: event.getClientAddress() }
      );
      setSessionCookie(event, cookie);
      redirect(303, '/account');
    });
  }
};
