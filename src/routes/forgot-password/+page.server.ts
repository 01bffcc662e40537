import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { asAction } from '#server/http/pages.ts';
import { textOf } from '../p/_form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { engine } }) => ({ hasMail: engine.access.hasMail });

export const actions: Actions = {
  default: async ({ request, locals: { engine }, getClientAddress }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const email = textOf(form, 'email');
      await engine.access.requestReset({ email }, { address: getClientAddress(), lang: getLocale() });
      return { sentTo: email.trim() };
    });
  }
};
