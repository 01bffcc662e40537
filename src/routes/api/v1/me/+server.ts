import { answer, type Access } from '#server/http/endpoint.ts';
import { guard } from '#lib/access/index.ts';
import { Problem } from '#lib/kernel/index.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'account.own', PATCH: 'account.own' } as const satisfies Access;

/** Who the token or session belongs to. */
export const GET: RequestHandler = (event) =>
  answer(event, async ({ actor }) => {
    guard(actor, 'account.own');
    if (actor.kind !== 'person') throw new Problem('not_signed_in');
    return { json: actor.person };
  });

/** Changes one's own name, and the language of mail to oneself. */
export const PATCH: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    guard(actor, 'account.own');
    await engine.access.updateOwnAccount(actor, await body());
    return {};
  });
