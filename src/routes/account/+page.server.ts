import { redirect } from '@sveltejs/kit';
import { mailLanguages, type MailLanguage } from '#lib/access/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { asAction, asPage } from '#server/http/pages.ts';
import { askToSignIn, textOf } from '../p/_form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals: { engine, actor }, url }) => {
  askToSignIn(actor, url);
  return asPage(async () => {
    if (actor.kind !== 'person') redirect(303, '/sign-in');
    const [account, sessions, tokens] = await Promise.all([
      engine.access.getOwnAccount(actor),
      engine.access.listSessions(actor),
      actor.person.kind === 'full' ? engine.access.listTokens(actor) : []
    ]);
    return {
      account,
      sessions,
      tokens,
      hasMail: engine.access.hasMail,
      wasReset: url.searchParams.get('done') === 'reset',
      crumbs: [{ href: '/account', label: m.common_account() }]
    };
  });
};

const asked = ({ getClientAddress }: RequestEvent) => ({ address: getClientAddress(), lang: getLocale() });

export const actions: Actions = {
  profile: async ({ locals: { engine, actor }, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      await engine.access.updateOwnAccount(actor, {
        name: textOf(form, 'name'),
        ...(form.has('lang') && { lang: languageOf(form) })
      });
      return { done: 'profile' as const };
    });
  },

  confirmEmail: async (event) => {
    const { engine, actor } = event.locals;
    return asAction(await event.request.formData(), async () => {
      await engine.access.requestConfirmation(actor, asked(event));
      return { done: 'link_sent' as const };
    });
  },

  changeEmail: async (event) => {
    const { engine, actor } = event.locals;
    const form = await event.request.formData();
    return asAction(form, async () => {
      const given = { email: textOf(form, 'email'), password: textOf(form, 'password') };
      const { isSent } = await engine.access.changeEmail(actor, given, asked(event));
      return { done: isSent ? ('link_sent' as const) : ('email_changed' as const) };
    });
  },

  changePassword: async (event) => {
    const { engine, actor } = event.locals;
    const form = await event.request.formData();
    return asAction(form, async () => {
      const given = { current: textOf(form, 'current'), password: textOf(form, 'password') };
      await engine.access.changePassword(actor, given, asked(event));
      return { done: 'password_changed' as const };
    });
  },

  endSession: async ({ locals: { engine, actor }, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      await engine.access.endSession(actor, textOf(form, 'session'));
      return { done: 'session_ended' as const };
    });
  },

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

function languageOf(form: FormData): MailLanguage | null {
  return mailLanguages.find((one) => one === textOf(form, 'lang')) ?? null;
}
