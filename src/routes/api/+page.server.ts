import { problemText } from '#lib/i18n/problemText.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { problems, type ProblemCode } from '#lib/kernel/index.ts';
import { apiLimits } from '#server/http/apiPace.ts';
import { readableApi } from '#server/http/openapi/readable.ts';
import { JSON_LIMIT } from '#server/http/readJson.ts';
import type { PageServerLoad } from './$types';

/** Nothing here needs a script, and the page is long. */
export const csr = false;

export const load: PageServerLoad = ({ url }) => ({
  ...readableApi(),
  origin: url.origin,
  limits: { ...apiLimits, body: JSON_LIMIT / 1024 },
  problems: Object.entries(problems)
    .map(([code, { status }]) => ({ code, status, sentence: problemText(code as ProblemCode) }))
    .sort((a, b) => a.status - b.status),
  crumbs: [{ href: '/api', label: m.api_title() }]
});
