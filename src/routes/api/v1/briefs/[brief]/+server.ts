import { answer, type Access } from '#server/http/endpoint.ts';
import { guard } from '#lib/access/index.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'brief.read', PATCH: 'brief.update' } as const satisfies Access;

export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => ({
    json: await engine.briefs.getBrief(actor, event.params.brief)
  }));

/** Changes the named fields only. */
export const PATCH: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    const { brief } = event.params;
    guard(actor, 'brief.update', await engine.briefs.standing(actor, brief));
    await engine.briefs.updateBrief(actor, brief, await body());
    return { json: await engine.briefs.getBrief(actor, brief) };
  });
