import { m } from '#lib/i18n/paraglide/messages.js';
import { asPage } from '#server/http/pages.ts';
import type { PageServerLoad } from './$types';

/** Everywhere this reader may look. */
export const load: PageServerLoad = ({ locals, url }) =>
  asPage(async () => {
    const q = url.searchParams.get('q') ?? '';
    const answer = await locals.engine.finding.find(locals.actor, { q });
    return { q, answer, crumbs: [{ href: '/search', label: m.finding_title() }] };
  });
