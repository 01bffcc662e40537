import { asAction, asPage } from '#server/http/pages.ts';
import { textOf, textOrNull } from '../../_form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, parent, url }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const { may } = await parent();
    const [members, invitations, briefs] = await Promise.all([
      engine.programmes.listMembers(actor, params.programme),
      may.invite ? engine.programmes.listInvitations(actor, params.programme) : [],
      may.invite ? engine.briefs.listBriefs(actor, params.programme) : []
    ]);
    return {
      members,
      invitations: invitations.map((one) => ({ ...one, url: `${url.origin}/j/${one.secret}` })),
      briefs: briefs.map(({ id, title, titleTranslated, lang }) => ({ id, title, titleTranslated, lang })),
      self: actor.kind === 'person' ? actor.person.id : null
    };
  });

export const actions: Actions = {
  inviteEverySector: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const input = { programme: params.programme, briefId: textOrNull(form, 'briefId') };
      await locals.engine.programmes.createInvitationSet(locals.actor, input);
      return { done: 'invited' as const };
    });
  },
  invite: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      await locals.engine.programmes.createInvitation(locals.actor, {
        programme: params.programme,
        sector: textOf(form, 'sector'),
        role: textOf(form, 'role'),
        briefId: textOrNull(form, 'briefId'),
        label: textOrNull(form, 'label'),
        days: Number(textOf(form, 'days')),
        maxUses: textOf(form, 'maxUses').trim() === '' ? null : Number(textOf(form, 'maxUses'))
      });
      return { done: 'invited' as const };
    });
  },
  revoke: async ({ locals, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      await locals.engine.programmes.revokeInvitation(locals.actor, {
        id: textOf(form, 'invitation'),
        removeJoined: form.get('removeJoined') === 'on'
      });
      return { done: 'revoked' as const };
    });
  },
  changeRole: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const input = {
        programme: params.programme,
        account: textOf(form, 'account'),
        role: textOf(form, 'role')
      };
      await locals.engine.programmes.changeRole(locals.actor, input);
      return { done: 'roleChanged' as const, name: textOf(form, 'name'), role: input.role };
    });
  },
  remove: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      await locals.engine.programmes.removeMember(locals.actor, {
        programme: params.programme,
        account: textOf(form, 'account')
      });
      return { done: 'removed' as const, name: textOf(form, 'name') };
    });
  }
};
