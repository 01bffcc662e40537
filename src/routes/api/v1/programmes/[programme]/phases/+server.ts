import { answer, type Access } from '#server/http/endpoint.ts';
import { guard } from '#lib/access/index.ts';
import type { RequestHandler } from './$types';

export const _access = { PUT: 'programme.update' } as const satisfies Access;

/** Makes these the programme's phases. */
export const PUT: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    const { programme } = event.params;
    guard(actor, 'programme.update', await engine.programmes.standing(actor, programme));
    return { json: { phases: await engine.programmes.setPhases(actor, programme, await body()) } };
  });
