import { Problem } from '#lib/kernel/index.ts';
import { titleFor } from '#lib/programmes/view.ts';
import { asPage } from '#server/http/pages.ts';
import type { PageServerLoad } from './$types';

/** What a brief can be taken out as. Whoever may read it may take it. */
export const load: PageServerLoad = ({ locals, params, parent }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const brief = await engine.briefs.getBrief(actor, params.brief);
    if (brief.programme !== params.programme) throw new Problem('not_found');
    const [{ crumbs }, { seq }] = await Promise.all([parent(), engine.briefs.briefText(actor, brief.id)]);
    const path = `/p/${brief.programme}/briefs/${brief.id}`;
    const { id, title, titleTranslated, lang } = brief;
    return {
      brief: { id, title, titleTranslated, lang },
      seq,
      path,
      crumbs: [...(crumbs ?? []), { href: path, label: titleFor(brief).text }]
    };
  });
