import { answer, type Access } from '#server/http/endpoint.ts';
import { guard } from '#lib/access/index.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'anyone', POST: 'programme.create' } as const satisfies Access;

/** Public programmes and one's own. */
export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => ({
    json: { programmes: await engine.programmes.listProgrammes(actor) }
  }));

export const POST: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    guard(actor, 'programme.create');
    const { id } = await engine.programmes.createProgramme(actor, await body());
    const json = await engine.programmes.getProgramme(actor, id);
    return { status: 201, location: `/api/v1/programmes/${id}`, json };
  });
