import { redirect } from '@sveltejs/kit';
import { Problem } from '#lib/kernel/index.ts';
import { asAction, asPage } from '#server/http/pages.ts';
import { askToSignIn, textOf, textOrNull } from '../../../../_form.ts';
import { briefInput } from '../../_briefInput.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) => {
  askToSignIn(locals.actor, url);
  return asPage(async () => {
    const { engine, actor } = locals;
    const brief = await engine.briefs.getBrief(actor, params.brief);
    if (brief.programme !== params.programme) throw new Problem('not_found');
    if (!brief.may.update) throw new Problem('forbidden');
    const members = await engine.programmes.listMembers(actor, params.programme);
    return {
      brief,
      members: members.flatMap((one) =>
        one.members.map(({ id, name, affiliation }) => ({ id, name, affiliation }))
      )
    };
  });
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const { briefs } = locals.engine;
      const brief = await briefs.getBrief(locals.actor, params.brief);
      if (brief.programme !== params.programme) throw new Problem('not_found');
      await briefs.updateBrief(locals.actor, params.brief, {
        ...briefInput(form),
        stage: textOf(form, 'stage')
      });
      if (brief.may.assign) {
        for (const role of ['steward', 'responder'] as const) {
          await briefs.assign(locals.actor, params.brief, {
            role,
            accountId: textOrNull(form, `${role}Account`),
            label: textOrNull(form, role)
          });
        }
      }
      redirect(303, `/p/${params.programme}/briefs/${params.brief}`);
    });
  }
};
