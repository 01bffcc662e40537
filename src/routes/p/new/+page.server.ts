import { redirect } from '@sveltejs/kit';
import { guard } from '#lib/access/index.ts';
import { newId } from '#lib/kernel/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { asAction, asPage } from '#server/http/pages.ts';
import { affiliationOf, askToSignIn, idOf } from '../_form.ts';
import { programmeInput } from '../_programmeInput.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  askToSignIn(locals.actor, url);
  return asPage(async () => {
    guard(locals.actor, 'programme.create');
    return { draftId: newId(), crumbs: [{ href: '/p/new', label: m.programmes_new_title() }] };
  });
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const input = { id: idOf(form), ...programmeInput(form), affiliation: affiliationOf(form) };
      const programme = await locals.engine.programmes.createProgramme(locals.actor, input);
      redirect(303, `/p/${programme.id}`);
    });
  }
};
