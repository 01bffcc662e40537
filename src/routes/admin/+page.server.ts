import { redirect } from '@sveltejs/kit';
import { can } from '#lib/access/index.ts';
import { Problem } from '#lib/kernel/index.ts';
import { asPage } from '#server/http/pages.ts';
import { askToSignIn } from '../p/_form.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { actor }, url }) => {
  askToSignIn(actor, url);
  return asPage(async () => {
    if (!can(actor, 'instance.administer')) throw new Problem('forbidden');
    redirect(303, '/admin/accounts');
  });
};
