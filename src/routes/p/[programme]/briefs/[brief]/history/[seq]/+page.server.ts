import { asPage } from '#server/http/pages.ts';
import type { PageServerLoad } from './$types';
import { historyPlace, seqFrom } from '../_place.ts';

export const load: PageServerLoad = ({ locals, params, parent }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const place = await historyPlace(locals, params, (await parent()).crumbs);
    const text = await engine.briefs.textAt(actor, place.brief.id, seqFrom(params.seq));
    const { runs, seq: newest } = await engine.briefs.history(actor, place.brief.id, { limit: 1000 });
    return {
      ...place,
      text,
      newest,
      stops: runs.map(({ lastSeq, to }) => ({ seq: lastSeq, at: to })),
      crumbs: [...place.crumbs, { href: `${place.path}/${params.seq}`, label: String(text.seq) }]
    };
  });
