import { answer, type Access } from '#server/http/endpoint.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'anyone' } as const satisfies Access;

/** What holds all words of `?q=`, in one `?programme=` or in all that one sees in lists. */
export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, query }) => {
    const { limit, ...asked } = Object.fromEntries(query);
    const wanted = { ...asked, ...(limit !== undefined && { limit: Number(limit) }) };
    return { json: await engine.finding.find(actor, wanted) };
  });
