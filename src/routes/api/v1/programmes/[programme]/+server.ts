import { answer, type Access } from '#server/http/endpoint.ts';
import { guard } from '#lib/access/index.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'programme.read', PATCH: 'programme.update' } as const satisfies Access;

export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => ({
    json: await engine.programmes.getProgramme(actor, event.params.programme)
  }));

/** Changes the named fields only. */
export const PATCH: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    const { programme } = event.params;
    guard(actor, 'programme.update', await engine.programmes.standing(actor, programme));
    await engine.programmes.updateProgramme(actor, programme, await body());
    return { json: await engine.programmes.getProgramme(actor, programme) };
  });
