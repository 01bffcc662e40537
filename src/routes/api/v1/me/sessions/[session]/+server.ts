import { answer, type Access } from '#server/http/endpoint.ts';
import type { RequestHandler } from './$types';

export const _access = { DELETE: 'account.own' } as const satisfies Access;

/** Signs one of one's own devices out. */
export const DELETE: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => {
    await engine.access.endSession(actor, event.params.session);
    return {};
  });
