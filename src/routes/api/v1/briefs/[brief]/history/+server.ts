import { answer, paging, type Access } from '#server/http/endpoint.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'brief.read' } as const satisfies Access;

/** Who wrote when, and what was decided about this brief; without `?after=` the newest part. */
export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, query }) => ({
    json: await engine.briefs.history(actor, event.params.brief, paging(query))
  }));
