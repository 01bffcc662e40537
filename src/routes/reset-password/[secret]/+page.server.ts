import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { setSessionCookie } from '#server/http/cookies.ts';
import { asAction, asPage } from '#server/http/pages.ts';
import { textOf } from '../../p/_form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
  asPage(() => locals.engine.access.peekResetLink(params.secret));

export const actions: Actions = {
  default: async (event) => {
    const { engine, actor } = event.locals;
    const form = await event.request.formData();
    return asAction(form, async () => {
      const given = { password: textOf(form, 'password'), revokeTokens: form.get('revokeTokens') === 'on' };
      const { cookie } = await engine.access.completeReset(event.params.secret, given, { lang: getLocale() });
      // Whoever was signed in here before must not live on behind the new session's back.
      await engine.access.signOut(actor);
      setSessionCookie(event, cookie);
      redirect(303, '/account?done=reset');
    });
  }
};
