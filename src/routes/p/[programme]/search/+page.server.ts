import { m } from '#lib/i18n/paraglide/messages.js';
import { asPage } from '#server/http/pages.ts';
import type { PageServerLoad } from './$types';

/** Inside one programme. */
export const load: PageServerLoad = ({ locals, params, parent, url }) =>
  asPage(async () => {
    const { programme } = params;
    const q = url.searchParams.get('q') ?? '';
    const [{ crumbs }, answer] = await Promise.all([
      parent(),
      locals.engine.finding.find(locals.actor, { q, programme })
    ]);
    return {
      q,
      answer,
      crumbs: [...(crumbs ?? []), { href: `/p/${programme}/search`, label: m.finding_title() }]
    };
  });
