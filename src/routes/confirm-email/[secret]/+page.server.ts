import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { attempt } from '#lib/kernel/index.ts';
import { asAction, asPage } from '#server/http/pages.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { engine }, params, request }) =>
  asPage(async () => {
    const found = await attempt(() => engine.access.peekConfirmation(params.secret));
    // Drawn again after the button was pressed, the link is used up: the action's answer says how it went.
    if (!found.ok && request.method === 'GET') throw found.problem;
    return { link: found.ok ? found.value : null };
  });

export const actions: Actions = {
  default: async ({ locals: { engine }, params, request }) =>
    asAction(await request.formData(), async () => {
      const { email } = await engine.access.completeConfirmation(params.secret, { lang: getLocale() });
      return { confirmed: email };
    })
};
