import { Problem } from '#lib/kernel/index.ts';
import { asPage } from '#server/http/pages.ts';
import type { PageServerLoad } from './$types';
import { historyPlace } from '../../_place.ts';

export const load: PageServerLoad = ({ locals, params, parent }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const place = await historyPlace(locals, params, (await parent()).crumbs);
    const version = await engine.versions.getVersion(actor, params.version);
    if (version.brief !== place.brief.id) throw new Problem('not_found');
    return {
      ...place,
      version,
      crumbs: [...place.crumbs, { href: `${place.path}/versions/${version.id}`, label: version.name }]
    };
  });
