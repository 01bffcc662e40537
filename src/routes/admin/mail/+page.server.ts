import { m } from '#lib/i18n/paraglide/messages.js';
import { asPage } from '#server/http/pages.ts';
import { askToSignIn } from '../../p/_form.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { engine, actor }, url }) => {
  askToSignIn(actor, url);
  return asPage(async () => ({
    unsent: await engine.access.listUnsentMail(actor),
    hasMail: engine.access.hasMail,
    crumbs: [{ href: '/admin/mail', label: m.accounts_admin_mail() }]
  }));
};
