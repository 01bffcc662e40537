import { guard } from '#lib/access/index.ts';
import { answer, type Access } from '#server/http/endpoint.ts';
import type { RequestHandler } from './$types';

export const _access = {
  POST: 'instance.administer',
  DELETE: 'instance.administer'
} as const satisfies Access;

/** Shuts an account out: `{ reason }`. */
export const POST: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    guard(actor, 'instance.administer');
    await engine.access.suspendAccount(actor, event.params.account, await body());
    return {};
  });

/** Lets it in again. */
export const DELETE: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => {
    await engine.access.liftSuspension(actor, event.params.account);
    return {};
  });
