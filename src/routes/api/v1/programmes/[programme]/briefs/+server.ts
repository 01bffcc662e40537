import { answer, type Access } from '#server/http/endpoint.ts';
import { guard } from '#lib/access/index.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'brief.read', POST: 'brief.create' } as const satisfies Access;

export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => ({
    json: { briefs: await engine.briefs.listBriefs(actor, event.params.programme) }
  }));

export const POST: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    const { programme } = event.params;
    guard(actor, 'brief.create', await engine.programmes.standing(actor, programme));
    const { id } = await engine.briefs.createBrief(actor, { ...(await body()), programme });
    return { status: 201, location: `/api/v1/briefs/${id}`, json: await engine.briefs.getBrief(actor, id) };
  });
