import { redirect } from '@sveltejs/kit';
import { setSessionCookie } from '#server/http/cookies.ts';
import { asAction, asPage } from '#server/http/pages.ts';
import { textOf } from '../../p/_form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
  asPage(async () => {
    await locals.engine.access.peekSetupLink(params.secret);
  });

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    return asAction(form, async () => {
      const { cookie } = await event.locals.engine.access.completeSetup(event.params.secret, {
        name: textOf(form, 'name'),
        email: textOf(form, 'email'),
        password: textOf(form, 'password')
      });
      setSessionCookie(event, cookie);
      redirect(303, '/');
    });
  }
};
