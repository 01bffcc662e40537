import { entryWords } from '#lib/programmes/view.ts';
import { asPage } from '#server/http/pages.ts';
import type { PageServerLoad } from './$types';
import { historyPlace, seqFrom } from './_place.ts';

const PER_PAGE = 500;

export const load: PageServerLoad = ({ locals, params, parent, url }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const place = await historyPlace(locals, params, (await parent()).crumbs);
    const before = seqFrom(url.searchParams.get('before'));
    const found = await engine.briefs.history(actor, place.brief.id, {
      limit: PER_PAGE,
      ...(before > 0 && { before })
    });
    const people = Object.fromEntries(
      Object.entries(found.people).map(([id, one]) => [id, { ...one, sector: null, organisation: null }])
    );
    const wrote = found.runs.map((run) => ({
      ...{ at: run.to, key: `w${run.firstSeq}`, run, what: '', name: '' }
    }));
    const oldest = found.runs[0]?.from ?? 0;
    const events = found.events
      .filter(({ at }) => before <= 0 && (found.previous === null || at >= oldest))
      .map((event) => {
        const { name, what } = entryWords(event, people);
        return { at: event.at, key: `e${event.seq}`, run: null, what, name };
      });
    return {
      ...place,
      lines: [...wrote, ...events].sort((a, b) => b.at - a.at),
      people: found.people,
      previous: found.previous,
      isNewest: before <= 0
    };
  });
