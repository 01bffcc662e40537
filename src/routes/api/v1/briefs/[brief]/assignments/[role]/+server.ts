import { guard } from '#lib/access/index.ts';
import { answer, type Access } from '#server/http/endpoint.ts';
import type { RequestHandler } from './$types';

export const _access = { PUT: 'brief.assign', DELETE: 'brief.assign' } as const satisfies Access;

/** Names the steward or the responder: `{ accountId?, label? }`. */
export const PUT: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    const { brief, role } = event.params;
    guard(actor, 'brief.assign', await engine.briefs.standing(actor, brief));
    await engine.briefs.assign(actor, brief, { ...(await body()), role });
    return { json: await engine.briefs.getBrief(actor, brief) };
  });

export const DELETE: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => {
    await engine.briefs.assign(actor, event.params.brief, { role: event.params.role });
    return {};
  });
