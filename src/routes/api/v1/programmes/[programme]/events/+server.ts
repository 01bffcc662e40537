import { answer, paging, type Access } from '#server/http/endpoint.ts';
import { placeAsked, wantsStream } from '#server/http/eventPlace.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'journal.read' } as const satisfies Access;

/**
 * The record, oldest first. A page as JSON, whose `next` goes into `?after=` for the following one; or, for whoever
 * accepts `text/event-stream`, everything after `Last-Event-ID` (or `?after=`) and then what happens, as it happens.
 */
export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, query }) => {
    const { programme } = event.params;
    if (!wantsStream(event.request))
      return { json: await engine.programmes.programmeRecord(actor, programme, paging(query)) };
    const head = await engine.programmes.recordHead(actor, programme);
    const cursor = String(placeAsked(event.request, query, head.seq));
    const wanted = { topic: `journal:${programme}`, cursor };
    return { stream: await engine.live.follow(actor, event.getClientAddress(), wanted) };
  });
