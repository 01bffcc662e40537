import { redirect } from '@sveltejs/kit';
import { guard } from '#lib/access/index.ts';
import { newId } from '#lib/kernel/index.ts';
import { asAction, asPage } from '#server/http/pages.ts';
import { askToSignIn, idOf } from '../../../_form.ts';
import { briefInput } from '../_briefInput.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) => {
  askToSignIn(locals.actor, url);
  return asPage(async () => {
    guard(
      locals.actor,
      'brief.create',
      await locals.engine.programmes.standing(locals.actor, params.programme)
    );
    return { draftId: newId() };
  });
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const brief = await locals.engine.briefs.createBrief(locals.actor, {
        programme: params.programme,
        id: idOf(form),
        ...briefInput(form)
      });
      redirect(303, `/p/${params.programme}/briefs/${brief.id}`);
    });
  }
};
