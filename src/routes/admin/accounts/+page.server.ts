import { m } from '#lib/i18n/paraglide/messages.js';
import { asPage } from '#server/http/pages.ts';
import { askToSignIn } from '../../p/_form.ts';
import type { PageServerLoad } from './$types';

const kinds = ['full', 'guest', 'all'] as const;

export const load: PageServerLoad = ({ locals: { engine, actor }, url }) => {
  askToSignIn(actor, url);
  return asPage(async () => {
    const search = url.searchParams.get('q') ?? '';
    const told = url.searchParams.get('kind');
    const kind = kinds.find((one) => one === told) ?? 'full';
    const page = Math.max(1, Math.trunc(Number(url.searchParams.get('page'))) || 1);
    const sought = { search, kind: kind === 'all' ? null : kind, page };
    return {
      ...(await engine.access.listAccounts(actor, sought)),
      ...{ search, kind, page },
      self: actor.kind === 'person' ? actor.person.id : null,
      crumbs: [{ href: '/admin/accounts', label: m.accounts_admin() }]
    } as const;
  });
};
