import { redirect } from '@sveltejs/kit';
import { guard } from '#lib/access/index.ts';
import { asAction, asPage } from '#server/http/pages.ts';
import { askToSignIn } from '../../_form.ts';
import { programmeInput } from '../../_programmeInput.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) => {
  askToSignIn(locals.actor, url);
  return asPage(async () => {
    guard(
      locals.actor,
      'programme.update',
      await locals.engine.programmes.standing(locals.actor, params.programme)
    );
  });
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      await locals.engine.programmes.updateProgramme(locals.actor, params.programme, programmeInput(form));
      redirect(303, `/p/${params.programme}`);
    });
  }
};
