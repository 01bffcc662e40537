import { Problem } from '#lib/kernel/index.ts';
import { asPage } from '#server/http/pages.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'brief.read' };

/** The brief's text as an event stream, for readers without the editor. `?since=` names the sequence already shown. */
export const GET: RequestHandler = ({ locals, params, request, url }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const brief = await engine.briefs.getBrief(actor, params.brief);
    if (brief.programme !== params.programme) throw new Problem('not_found');
    const since = Number.parseInt(
      request.headers.get('last-event-id') ?? url.searchParams.get('since') ?? '',
      10
    );
    const subject = { brief: brief.id, programme: brief.programme, text: brief.textDocument };
    const stream = engine.liveTexts.open(actor, subject, Number.isSafeInteger(since) ? since : null);
    return new Response(stream, {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        // nginx would otherwise hold the stream back until its buffer is full
        'x-accel-buffering': 'no'
      }
    });
  });
