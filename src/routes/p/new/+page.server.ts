import { redirect } from '@sveltejs/kit';
import { guard } from '#lib/access/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { asAction, asPage } from '#server/http/pages.ts';
import { affiliationOf, askToSignIn } from '../_form.ts';
import { programmeInput } from '../_programmeInput.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  askToSignIn(locals.actor, url);
  return asPage(async () => {
    guard(locals.actor, 'programme.create');
    return { crumbs: [{ href: '/p/new', label: m.programmes_new_title() }] };
  });
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const input = { ...programmeInput(form), affiliation: affiliationOf(form) };
      const programme = await locals.engine.programmes.createProgramme(locals.actor, input);
      redirect(303, `/p/${programme.id}`);
    });
  }
};
