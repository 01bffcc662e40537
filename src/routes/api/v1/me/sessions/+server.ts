import { answer, type Access } from '#server/http/endpoint.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'account.own' } as const satisfies Access;

/** Where one is signed in. */
export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => ({
    json: { sessions: await engine.access.listSessions(actor) }
  }));
