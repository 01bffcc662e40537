import { redirect } from '@sveltejs/kit';
import { asAction } from '#server/http/pages.ts';
import { textOf } from '../p/_form.ts';
import type { Actions, PageServerLoad } from './$types';

/** `?code=` only fills the field in: nothing is looked up before somebody sends it. */
export const load: PageServerLoad = ({ url }) => ({
  code: (url.searchParams.get('code') ?? '').slice(0, 300)
});

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    return asAction(form, async () => {
      const from = { address: event.getClientAddress() };
      const secret = await event.locals.engine.programmes.findByCode(textOf(form, 'code'), from);
      redirect(303, `/j/${secret}`);
    });
  }
};
