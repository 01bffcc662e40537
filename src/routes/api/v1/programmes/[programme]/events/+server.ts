import { answer, paging, type Access } from '#server/http/endpoint.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'journal.read' } as const satisfies Access;

/** A page of the record, oldest first; `next` goes into `?after=` for the following one. */
export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, query }) => ({
    json: await engine.programmes.programmeRecord(actor, event.params.programme, paging(query))
  }));
