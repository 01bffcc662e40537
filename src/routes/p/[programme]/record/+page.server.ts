import { asPage } from '#server/http/pages.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { titleFor } from '#lib/programmes/view.ts';
import type { PageServerLoad } from './$types';

const linesPerPage = 50;

export const load: PageServerLoad = ({ locals, params, parent, url }) =>
  asPage(async () => {
    const { programmes } = locals.engine;
    const { crumbs } = await parent();
    const [{ head }, briefs] = await Promise.all([
      programmes.programmeRecord(locals.actor, params.programme, { after: 0, limit: 1 }),
      locals.engine.briefs.listBriefs(locals.actor, params.programme)
    ]);
    const last = head?.seq ?? 0;
    // Counted from the first entry, so that a page's address shows the same entries for ever once it is full.
    const newest = Math.max(1, Math.ceil(last / linesPerPage));
    const page = Math.min(
      newest,
      Math.max(1, Number.parseInt(url.searchParams.get('page') ?? '', 10) || newest)
    );
    const after = (page - 1) * linesPerPage;
    const record = await programmes.programmeRecord(locals.actor, params.programme, {
      after,
      limit: linesPerPage
    });
    return {
      record: { ...record, events: record.events.toReversed() },
      subjects: Object.fromEntries(briefs.map((brief) => [brief.id, titleFor(brief).text])) as Record<
        string,
        string
      >,
      shown: Math.max(record.head?.seq ?? 0, record.events.at(-1)?.seq ?? 0),
      page,
      newest,
      crumbs: [
        ...(crumbs ?? []),
        { href: `/p/${params.programme}/record`, label: m.programmes_record_title() }
      ]
    };
  });
