import { error, type Handle, type HandleServerError, type ServerInit } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { building } from '$app/environment';
import { Problem, newId } from '#lib/kernel/index.ts';
import { problemText } from '#lib/i18n/problemText.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { paraglideMiddleware } from '#lib/i18n/paraglide/server.js';
import { ensureEngine, getEngine } from '#server/engine.ts';
import { readSessionCookie, setSessionCookie } from '#server/http/cookies.ts';
import { problemResponse } from '#server/http/endpoint.ts';
import { errorWords } from '#server/http/errorWords.ts';
import { isForeignWrite, isFormFromNowhere } from '#server/http/origin.ts';
import { pageError } from '#server/http/pages.ts';
import { securityHeaders } from '#server/http/headers.ts';
import { scriptsInLanguage } from '#server/http/scriptsInLanguage.ts';
import { discardBody } from '#server/http/unreadBody.ts';
import { duringVisit } from '#server/http/visit.ts';

export const init: ServerInit = async () => {
  if (!building) await ensureEngine();
};

const htmlLang = { en: 'en', 'zh-tw': 'zh-Hant-TW' } as const;

const inTheReadersLanguage: Handle = ({ event, resolve }) =>
  paraglideMiddleware(event.request, async ({ request, locale }) => {
    event.request = request;
    const response = await resolve(event, {
      transformPageChunk: ({ html }) => scriptsInLanguage(html.replace('%lang%', htmlLang[locale]), locale)
    });
    const link = response.headers.get('link');
    if (link) response.headers.set('link', scriptsInLanguage(link, locale));
    return response;
  });

const knowingWhoAsks: Handle = async ({ event, resolve }) => {
  const engine = getEngine();
  event.locals.engine = engine;
  const bearer = /^Bearer\s+(\S+)$/i.exec(event.request.headers.get('authorization') ?? '')?.[1] ?? null;
  const isApi = event.url.pathname.startsWith('/api/');
  if (isApi && !bearer && isForeignWrite(event.request, event.url))
    return problemResponse(new Problem('foreign_origin'));
  if (!isApi && (isForeignWrite(event.request, event.url) || isFormFromNowhere(event.request))) {
    return new Response(problemText('foreign_origin'), {
      status: 403,
      headers: { 'content-type': 'text/plain; charset=utf-8' }
    });
  }
  const cookie = readSessionCookie(event);
  const known = await engine.access
    .authenticate({
      ...{ cookie, bearer },
      agent: event.request.headers.get('user-agent')
    })
    .catch(asProblem);
  if (known instanceof Problem) return refuseBeforehand(known, event.url);
  const { actor, session } = known;
  event.locals.actor = actor;
  if (session?.fresh && cookie)
    setSessionCookie(event, engine.access.sessionCookie(cookie, session.expiresAt));
  const visit = {
    isSignedIn: actor.kind === 'person',
    hasMail: engine.access.hasMail,
    path: event.url.pathname
  };
  const response = await duringVisit(visit, () => resolve(event));
  return response.status === 405 && event.url.pathname.startsWith('/api/') ? wrongMethod(response) : response;
};

// The database may be away before it is known who asks; a page could not say so itself.
function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  throw thrown;
}

function refuseBeforehand(problem: Problem, url: URL): Response {
  if (url.pathname.startsWith('/api/')) return problemResponse(problem);
  const { code, status } = problem;
  const isAway = code === 'storage_unavailable';
  const message = isAway ? m.common_error_title_unavailable() : problemText(code);
  error(status, { code, message, words: errorWords(status, code, message) });
}

// Kit answers a method that a route lacks in plain text; of the API every refusal is a problem with a code.
function wrongMethod(told: Response): Response {
  const response = problemResponse(new Problem('method_not_allowed'));
  response.headers.set('allow', told.headers.get('allow') ?? '');
  return response;
}

const withSecurityHeaders: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  securityHeaders(event.url, response.headers);
  return response;
};

const leavingNothingUnread: Handle = async ({ event, resolve }) => {
  const { request } = event;
  const response = await resolve(event);
  void discardBody(request);
  return response;
};

export const handle = sequence(
  leavingNothingUnread,
  inTheReadersLanguage,
  withSecurityHeaders,
  knowingWhoAsks
);

export const handleError: HandleServerError = ({ error: thrown, event, status }) => {
  if (thrown instanceof Problem) return pageError(status, thrown.code);
  if (status === 404) return pageError(status, 'not_found');
  const id = newId().slice(0, 8);
  event.locals.engine?.log.error({ id, path: event.route.id, err: thrown }, 'unexpected error');
  return { ...pageError(status, 'unexpected'), id };
};
