import { m } from '#lib/i18n/paraglide/messages.js';
import { asAction, asPage } from '#server/http/pages.ts';
import { askToSignIn, textOf, textOrNull } from '../../../p/_form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { engine, actor }, params, url }) => {
  askToSignIn(actor, url);
  return asPage(async () => {
    const account = await engine.access.getAccount(actor, params.account);
    return {
      account,
      isSelf: actor.kind === 'person' && actor.person.id === account.id,
      crumbs: [
        { href: '/admin/accounts', label: m.accounts_admin() },
        { href: `/admin/accounts/${account.id}`, label: account.name }
      ]
    };
  });
};

export const actions: Actions = {
  suspend: async ({ locals: { engine, actor }, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      await engine.access.suspendAccount(actor, params.account, { reason: textOrNull(form, 'reason') });
      return { done: 'suspended' as const };
    });
  },
  lift: async ({ locals: { engine, actor }, params, request }) =>
    asAction(await request.formData(), async () => {
      await engine.access.liftSuspension(actor, params.account);
      return { done: 'lifted' as const };
    }),
  resetLink: async ({ locals: { engine, actor }, params, request, url }) =>
    asAction(await request.formData(), async () => {
      const { secret, expiresAt } = await engine.access.makeResetLink(actor, params.account);
      return { done: 'link' as const, link: { url: `${url.origin}/reset-password/${secret}`, expiresAt } };
    }),
  setAdmin: async ({ locals: { engine, actor }, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const isAdmin = textOf(form, 'admin') === 'yes';
      await engine.access.setAdmin(actor, params.account, isAdmin);
      return { done: isAdmin ? ('granted' as const) : ('withdrawn' as const) };
    });
  }
};
