import { Problem } from '#lib/kernel/index.ts';
import { readWanted } from '#lib/live/index.ts';
import { refusalStream, streamHeaders } from '#lib/live/index.server.ts';
import { problemResponse } from '#server/http/endpoint.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'anyone' };

/**
 * One event stream for all tabs of a browser: `?t=text:<brief>@<cursor>&t=events:<programme>@<cursor>`. `as` is the
 * account whose pages they are: after signing out or in as somebody else, pages of the other are told to stop.
 */
export const GET: RequestHandler = async ({ locals: { engine, actor }, getClientAddress, request, url }) => {
  try {
    const wanted = url.searchParams.getAll('t').map(readWanted);
    const account = actor.kind === 'person' ? actor.person.id : '';
    if (request.method === 'HEAD') return new Response(null, { headers: streamHeaders });
    if ((url.searchParams.get('as') ?? '') !== account)
      return new Response(refusalStream(wanted, 'not_signed_in'), { headers: streamHeaders });
    const stream = await engine.live.share(actor, getClientAddress(), wanted);
    return new Response(stream, { headers: streamHeaders });
  } catch (error) {
    if (error instanceof Problem) return problemResponse(error);
    throw error;
  }
};
