import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { Problem } from '#lib/kernel/index.ts';
import { titleFor } from '#lib/programmes/view.ts';
import { setSessionCookie } from '#server/http/cookies.ts';
import { asAction, asPage } from '#server/http/pages.ts';
import { textOf } from '../p/_form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
  asPage(async () => {
    const { secret, peek } = await invitationOf(locals, url);
    if (locals.actor.kind === 'person' && locals.actor.person.kind === 'full') redirect(303, `/j/${secret}`);
    return { secret, programme: titleFor(peek.programme) };
  });

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    return asAction(form, async () => {
      const { engine } = event.locals;
      // Accounts are opened only by those who were invited, also when the page was opened while the link still worked.
      const { secret } = await invitationOf(event.locals, event.url);
      const { cookie } = await engine.access.signUp(
        {
          name: textOf(form, 'name'),
          email: textOf(form, 'email'),
          password: textOf(form, 'password')
        },
        { lang: getLocale() }
      );
      await engine.access.signOut(event.locals.actor);
      setSessionCookie(event, cookie);
      redirect(303, `/j/${encodeURIComponent(secret)}`);
    });
  }
};

async function invitationOf({ engine }: App.Locals, url: URL) {
  const secret = url.searchParams.get('invitation');
  if (!secret) throw new Problem('invitation_invalid');
  const peek = await engine.programmes.peekInvitation(secret);
  if (peek.isFull) throw new Problem('invitation_full');
  return { secret, peek };
}
