import { answer, type Access } from '#server/http/endpoint.ts';
import { guard } from '#lib/access/index.ts';
import { Problem } from '#lib/kernel/index.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'token.own', POST: 'token.own' } as const satisfies Access;

export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => ({ json: { tokens: await engine.access.listTokens(actor) } }));

/** Makes a token; its `secret` is in this answer and nowhere else, ever. */
export const POST: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    guard(actor, 'token.own');
    const input = await body();
    // Tokens for somebody else are made by the host's command line, not over the network.
    if ('account' in input) throw new Problem('invalid_input', [{ field: 'account', reason: 'unknown' }]);
    const token = await engine.access.createToken(actor, input as { name: string });
    return { status: 201, location: `/api/v1/tokens/${token.id}`, json: token };
  });
