import { answer, type Access } from '#server/http/endpoint.ts';
import { readable } from '#server/http/readableText.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'brief.read' } as const satisfies Access;

/** The text as it was when its log stood there. */
export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => {
    const { brief, seq } = event.params;
    const then = await engine.briefs.textAt(actor, brief, /^\d{1,15}$/.test(seq) ? Number(seq) : -1);
    return { json: { ...then, sections: readable(then.sections) } };
  });
