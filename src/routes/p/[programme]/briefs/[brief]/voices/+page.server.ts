import { m } from '#lib/i18n/paraglide/messages.js';
import { Problem } from '#lib/kernel/index.ts';
import { titleFor } from '#lib/programmes/view.ts';
import { asPage } from '#server/http/pages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, parent }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const brief = await engine.briefs.getBrief(actor, params.brief);
    if (brief.programme !== params.programme) throw new Problem('not_found');
    const [{ crumbs }, voices] = await Promise.all([parent(), engine.voices.voices(actor, brief.id)]);
    const path = `/p/${brief.programme}/briefs/${brief.id}`;
    return {
      brief,
      voices,
      path,
      crumbs: [
        ...(crumbs ?? []),
        { href: path, label: titleFor(brief).text },
        { href: `${path}/voices`, label: m.voices_title() }
      ]
    };
  });
