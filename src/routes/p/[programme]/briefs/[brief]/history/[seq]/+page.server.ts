import { redirect } from '@sveltejs/kit';
import { can } from '#lib/access/index.ts';
import { asAction, asPage } from '#server/http/pages.ts';
import { textOrNull } from '../../../../../_form.ts';
import type { Actions, PageServerLoad } from './$types';
import { historyPlace, seqFrom } from '../_place.ts';

export const load: PageServerLoad = ({ locals, params, parent }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const place = await historyPlace(locals, params, (await parent()).crumbs);
    const text = await engine.briefs.textAt(actor, place.brief.id, seqFrom(params.seq));
    const { runs, seq: newest } = await engine.briefs.history(actor, place.brief.id, { limit: 1000 });
    const standing = await engine.briefs.standing(actor, place.brief.id);
    return {
      ...place,
      mayRestore: can(actor, 'brief.write', standing) && text.seq < newest,
      text,
      newest,
      stops: runs.map(({ lastSeq, to }) => ({ seq: lastSeq, at: to })),
      crumbs: [...place.crumbs, { href: `${place.path}/${params.seq}`, label: String(text.seq) }]
    };
  });

export const actions: Actions = {
  restore: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const { brief, path } = await historyPlace(locals, params);
      const input = { seq: seqFrom(params.seq), section: textOrNull(form, 'section') };
      await locals.engine.versions.restoreText(locals.actor, brief.id, input);
      redirect(303, path);
    });
  }
};
