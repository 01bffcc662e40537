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
    const [{ crumbs }, passages] = await Promise.all([
      parent(),
      engine.passages.listPassages(actor, brief.id)
    ]);
    const path = `/p/${brief.programme}/briefs/${brief.id}`;
    const { role } = brief.membership ?? { role: 'observer' };
    return {
      title: titleFor(brief),
      passages,
      mayMark: role !== 'observer',
      crumbs: [
        ...(crumbs ?? []),
        { href: path, label: titleFor(brief).text },
        { href: `${path}/passages`, label: m.passages_title() }
      ]
    };
  });
