import { answer, type Access } from '#server/http/endpoint.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'member.list' } as const satisfies Access;

/** Everyone in the programme, by sector; sectors without members are listed too. */
export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => ({
    json: { sectors: await engine.programmes.listMembers(actor, event.params.programme) }
  }));
