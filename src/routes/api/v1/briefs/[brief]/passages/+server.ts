import { answer, type Access } from '#server/http/endpoint.ts';
import { guard } from '#lib/access/index.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'brief.read', POST: 'passage.create' } as const satisfies Access;

/** What is marked in a brief, in the order of its text. */
export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => ({
    json: { passages: await engine.passages.listPassages(actor, event.params.brief) }
  }));

/** Marks a stretch of its text. */
export const POST: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    const { brief } = event.params;
    guard(actor, 'passage.create', await engine.briefs.standing(actor, brief));
    const { id } = await engine.passages.createPassage(actor, brief, await body());
    return { status: 201, json: await engine.passages.getPassage(actor, id) };
  });
