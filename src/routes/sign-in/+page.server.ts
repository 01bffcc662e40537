import { redirect } from '@sveltejs/kit';
import { setSessionCookie } from '#server/http/cookies.ts';
import { asAction } from '#server/http/pages.ts';
import { safePath } from '#server/http/safePath.ts';
import { textOf } from '../p/_form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { actor }, url }) => {
  const redirectTo = safePath(url.searchParams.get('redirectTo'));
  // A guest may still sign in: that is how somebody who joined in haste comes back to their account.
  if (actor.kind === 'person' && actor.person.kind === 'full') redirect(303, redirectTo);
  return { redirectTo };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const { engine, actor } = event.locals;
    return asAction(form, async () => {
      const { cookie } = await engine.access.signIn(
        { email: textOf(form, 'email'), password: textOf(form, 'password') },
        { address: event.getClientAddress() }
      );
      // The session there was before must not live on behind the new one's back.
      await engine.access.signOut(actor);
      setSessionCookie(event, cookie);
      redirect(303, safePath(event.url.searchParams.get('redirectTo')));
    });
  }
};
