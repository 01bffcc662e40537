import { attribute, compare } from '#lib/versions/index.ts';
import { asPage } from '#server/http/pages.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { PageServerLoad } from './$types';
import { historyPlace, seqFrom } from '../_place.ts';

export const load: PageServerLoad = ({ locals, params, parent, url }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const place = await historyPlace(locals, params, (await parent()).crumbs);
    const { id } = place.brief;
    const asked = [seqFrom(url.searchParams.get('from')), seqFrom(url.searchParams.get('to'))];
    // Chosen the other way round, the older one is still the one before.
    const [from, to] = [Math.min(...asked), Math.max(...asked)];
    const [before, after] = await Promise.all([
      engine.briefs.textAt(actor, id, from),
      engine.briefs.textAt(actor, id, to)
    ]);
    const [written, writtenBefore, gone] = await Promise.all([
      engine.voices.voices(actor, id, after.seq),
      engine.voices.voices(actor, id, before.seq),
      engine.voices.deleters(actor, id, before.seq, after.seq)
    ]);
    const difference = compare(before.sections, after.sections);
    const attributed = attribute(difference, {
      written: written.stretches,
      writtenBefore: writtenBefore.stretches,
      gone: gone.stretches
    });
    return {
      ...place,
      from: { seq: before.seq, at: before.at },
      to: { seq: after.seq, at: after.at },
      difference,
      attributed,
      writers: written.speakers,
      writersBefore: writtenBefore.speakers,
      deleters: gone.speakers,
      crumbs: [...place.crumbs, { href: `${url.pathname}${url.search}`, label: m.versions_compare() }]
    };
  });
