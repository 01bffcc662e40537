import { redirect } from '@sveltejs/kit';
import { m } from '#lib/i18n/paraglide/messages.js';
import { asAction, asPage } from '#server/http/pages.ts';
import { askToSignIn, textOf } from '../p/_form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { engine, actor }, url }) => {
  askToSignIn(actor, url);
  return asPage(async () => {
    if (actor.kind !== 'person') redirect(303, '/sign-in');
    const { name, email, kind, isAdmin } = actor.person;
    const [sessions, tokens] = await Promise.all([
      engine.access.listSessions(actor),
      kind === 'full' ? engine.access.listTokens(actor) : []
    ]);
    return {
      account: { name, email, kind, isAdmin },
      sessions,
      tokens,
      crumbs: [{ href: '/account', label: m.common_account() }]
    };
  });
};

export const actions: Actions = {
  endOthers: async ({ locals: { engine, actor }, request }) =>
    asAction(await request.formData(), async () => {
      await engine.access.endOtherSessions(actor);
      return { done: 'ended_others' as const };
    }),

  createToken: async ({ locals: { engine, actor }, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const { name, secret } = await engine.access.createToken(actor, { name: textOf(form, 'name') });
      return { done: 'created' as const, created: { name, secret } };
    });
  },

  revokeToken: async ({ locals: { engine, actor }, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      await engine.access.revokeToken(actor, textOf(form, 'id'));
      return { done: 'revoked' as const };
    });
  }
};
