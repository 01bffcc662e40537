import { asPage } from '#server/http/pages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const briefs = await engine.briefs.listBriefs(actor, params.programme);
    return { briefs };
  });
