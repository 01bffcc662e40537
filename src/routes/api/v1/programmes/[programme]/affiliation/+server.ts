import { guard } from '#lib/access/index.ts';
import { answer, type Access } from '#server/http/endpoint.ts';
import type { RequestHandler } from './$types';

export const _access = { PUT: 'account.own' } as const satisfies Access;

/** Says anew from where one speaks in this programme. */
export const PUT: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    const { programme } = event.params;
    guard(actor, 'account.own');
    guard(actor, 'programme.read', await engine.programmes.standing(actor, programme));
    return { json: await engine.programmes.changeAffiliation(actor, { ...(await body()), programme }) };
  });
