import { answer, type Access } from '#server/http/endpoint.ts';
import type { RequestHandler } from './$types';

export const _access = { DELETE: 'token.own' } as const satisfies Access;

export const DELETE: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => {
    await engine.access.revokeToken(actor, event.params.token);
    return {};
  });
