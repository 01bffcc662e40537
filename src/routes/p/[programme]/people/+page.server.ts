import { can } from '#lib/access/index.ts';
import { provingDomain } from '#lib/programmes/index.ts';
import { asAction, asPage } from '#server/http/pages.ts';
import { affiliationOf, textOf, textOrNull } from '../../_form.ts';
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
      briefs: briefs.map(({ id, title, titleTranslated, lang, createdAt }) => ({
        ...{ id, title, titleTranslated, lang, createdAt }
      })),
      query: url.searchParams.get('q')?.slice(0, 100) ?? '',
      mayVouch: can(actor, 'member.vouch', await engine.programmes.standing(actor, params.programme)),
      mayVerify: can(actor, 'instance.administer'),
      // Asked for by a link from elsewhere: to change from where one speaks.
      wantsOwn: url.searchParams.has('own'),
      self: await selfOf(locals)
    };
  });

/** Who reads, and what their address could show of where they belong. */
async function selfOf({ engine, actor }: App.Locals) {
  if (actor.kind !== 'person') return null;
  const { id, email } = actor.person;
  const confirmed = await engine.access.confirmedEmail(engine.read, id);
  return {
    id,
    domain: confirmed === null ? null : provingDomain(confirmed),
    mayConfirm: email !== null && confirmed === null && provingDomain(email) !== null
  };
}

export const actions: Actions = {
  changeAffiliation: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const input = { programme: params.programme, ...affiliationOf(form) };
      await locals.engine.programmes.changeAffiliation(locals.actor, input);
      return { done: 'affiliationChanged' as const };
    });
  },
  proveByEmail: async ({ locals, params, request }) =>
    asAction(await request.formData(), async () => {
      await locals.engine.programmes.proveByEmail(locals.actor, { programme: params.programme });
      return { done: 'proven' as const };
    }),
  giveProof: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      await locals.engine.programmes.giveProof(locals.actor, {
        programme: params.programme,
        account: textOf(form, 'account'),
        level: textOf(form, 'level'),
        sector: textOf(form, 'sector') || undefined,
        organisation: form.has('organisation') ? textOrNull(form, 'organisation') : undefined
      });
      return { done: 'proofGiven' as const, name: textOf(form, 'name') };
    });
  },
  withdrawProof: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      await locals.engine.programmes.withdrawProof(locals.actor, {
        programme: params.programme,
        account: textOf(form, 'account')
      });
      return { done: 'proofWithdrawn' as const, name: textOf(form, 'name') };
    });
  },
  inviteEverySector: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const input = { programme: params.programme, briefId: textOrNull(form, 'briefId') };
      const set = await locals.engine.programmes.createInvitationSet(locals.actor, input);
      return { made: set.map(({ id }) => id) };
    });
  },
  invite: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const { id } = await locals.engine.programmes.createInvitation(locals.actor, {
        programme: params.programme,
        sector: textOf(form, 'sector'),
        role: textOf(form, 'role'),
        briefId: textOrNull(form, 'briefId'),
        label: textOrNull(form, 'label'),
        days: Number(textOf(form, 'days')),
        maxUses: textOf(form, 'maxUses').trim() === '' ? null : Number(textOf(form, 'maxUses'))
      });
      return { made: [id] };
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
