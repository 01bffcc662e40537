import type { RequestEvent } from '@sveltejs/kit';
import type { Actor, InstanceAction, ProgrammeAction } from '#lib/access/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { issueText, problemText } from '#lib/i18n/problemText.ts';
import { newId, Problem, type FieldIssue, type ProblemCode } from '#lib/kernel/index.ts';
import { streamHeaders } from '#lib/live/index.server.ts';
import type { Engine } from '#server/engine.ts';
import { apiPace } from './apiPace.ts';
import { isForeignWrite } from './origin.ts';
import { readJson } from './readJson.ts';

/**
 * Who may use a method of a route, in the words of the policy; `anyone` also means strangers. Every `+server.ts` of
 * the API exports it as `_access`, so that a test can compare all routes with all roles.
 */
export type Access = Partial<
  Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', InstanceAction | ProgrammeAction | 'anyone'>
>;

/** What an endpoint's work is given. */
export type Call = {
  engine: Engine;
  actor: Actor;
  query: URLSearchParams;
  /** @throws Problem `unsupported_media_type`, `too_large`, `invalid_json`, `invalid_input` (not an object) */
  body(): Promise<Record<string, unknown>>;
};

type Answer = {
  status?: number;
  location?: string;
  json?: unknown;
  /** instead of JSON */
  text?: { type: string; body: string };
  /** instead of JSON: bytes with headers of their own */
  file?: { body: string | Uint8Array; headers: Record<string, string> };
  /** instead of JSON: a `text/event-stream` */
  stream?: ReadableStream<Uint8Array>;
};

const pace = apiPace();

/**
 * Answers an API request in JSON. Refusals become `application/problem+json` with a stable `code`; nothing is cached.
 * A cookie only counts for requests of our own pages, a token that no longer works is told so instead of being ignored.
 */
export async function answer(event: RequestEvent, work: (call: Call) => Promise<Answer>): Promise<Response> {
  const { engine, actor } = event.locals;
  try {
    const hasBearer = event.request.headers.has('authorization');
    if (hasBearer && actor.kind === 'anonymous')
      return problemResponse(new Problem('not_signed_in'), { detail: m.api_token_not_valid() });
    if (!hasBearer && isForeignWrite(event.request, event.url)) throw new Problem('foreign_origin');
    const wait = await pace(actor, () => event.getClientAddress());
    if (wait !== null) return problemResponse(new Problem('too_many_requests'), { wait });
    const body = () => readJson(event.request);
    const { status, location, json, text, file, stream } = await work({
      engine,
      actor,
      query: event.url.searchParams,
      body
    });
    if (stream) return new Response(stream, { headers: streamHeaders });
    if (file) return new Response(file.body as BodyInit, { headers: file.headers });
    const headers = new Headers({ 'cache-control': 'no-store' });
    if (location) headers.set('location', location);
    if (text) headers.set('content-type', `${text.type}; charset=utf-8`);
    if (text) return new Response(text.body, { status: status ?? 200, headers });
    if (json === undefined) return new Response(null, { status: status ?? 204, headers });
    return Response.json(json, { status: status ?? 200, headers });
  } catch (error) {
    if (error instanceof Problem) return problemResponse(error);
    const id = newId().slice(0, 8);
    engine.log.error({ id, path: event.route.id, err: error }, 'unexpected error in the API');
    return problemResponse(new Problem('unexpected'), { instance: id });
  }
}

/** In seconds, where nobody knows better: most of what is asked for too often is free again by then. */
const ORDINARY_WAIT = 5;

/**
 * A refusal as RFC 9457 describes it, told in the request's language.
 * @param told.instance what the person may quote to find it in the log
 * @param told.detail instead of the sentence that all refusals of this code share
 * @param told.wait with a status of 429: in how many seconds to come again
 */
export function problemResponse(
  problem: Problem,
  { instance, detail, wait = ORDINARY_WAIT }: { instance?: string; detail?: string; wait?: number } = {}
): Response {
  const { code, status, issues } = problem;
  const locale = getLocale();
  const headers = new Headers({
    'content-type': 'application/problem+json',
    'content-language': locale === 'zh-tw' ? 'zh-Hant-TW' : 'en',
    'cache-control': 'no-store'
  });
  if (status === 401) headers.set('www-authenticate', 'Bearer');
  if (status === 429) headers.set('retry-after', String(wait));
  return new Response(
    JSON.stringify({
      ...problemBody(code, status, issues, instance),
      ...(detail && { detail })
    }),
    { status, headers }
  );
}

function problemBody(code: ProblemCode, status: number, issues: readonly FieldIssue[], instance?: string) {
  return {
    type: 'about:blank',
    title: problemText(code, 'en'),
    status,
    code,
    detail: problemText(code),
    ...(instance && { instance }),
    ...(issues.length > 0 && { issues: issues.map((issue) => ({ ...issue, detail: issueText(issue) })) })
  };
}

type Paging = { after?: number; before?: number; limit?: number };

/**
 * `after`, `before` and `limit` of a paged list as numbers; what is no number is left for the query's own check to refuse.
 */
export function paging(query: URLSearchParams): Paging {
  const page: Paging = {};
  for (const name of ['after', 'before', 'limit'] as const) {
    const text = query.get(name);
    if (text !== null) page[name] = text.trim() === '' ? Number.NaN : Number(text);
  }
  return page;
}
