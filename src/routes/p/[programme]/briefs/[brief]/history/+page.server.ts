import { redirect } from '@sveltejs/kit';
import { can } from '#lib/access/index.ts';
import { Problem } from '#lib/kernel/index.ts';
import { entryWords } from '#lib/programmes/view.ts';
import { asAction, asPage } from '#server/http/pages.ts';
import { textOf, textOrNull } from '../../../../_form.ts';
import type { Actions, PageServerLoad } from './$types';
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
    const [versions, standing] = await Promise.all([
      engine.versions.listVersions(actor, place.brief.id),
      engine.briefs.standing(actor, place.brief.id)
    ]);
    return {
      ...place,
      versions,
      newestSeq: found.seq,
      may: {
        ...(await parent()).may,
        name: can(actor, 'version.name', standing),
        seal: can(actor, 'version.seal', standing)
      },
      lines: [...wrote, ...events].sort((a, b) => b.at - a.at),
      people: found.people,
      previous: found.previous,
      isNewest: before <= 0
    };
  });

type Place = { programme: string; brief: string };

/** Runs an act on one of the brief's versions. */
async function onVersion(
  { locals, params, request }: { locals: App.Locals; params: Place; request: Request },
  act: (id: string, form: FormData) => Promise<void>
) {
  const form = await request.formData();
  return asAction(form, async () => {
    const place = await historyPlace(locals, params);
    const id = textOf(form, 'version');
    const version = await locals.engine.versions.getVersion(locals.actor, id);
    if (version.brief !== place.brief.id) throw new Problem('not_found');
    await act(id, form);
    redirect(303, place.path);
  });
}

export const actions: Actions = {
  name: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const { brief, path } = await historyPlace(locals, params);
      const input = { name: textOf(form, 'name'), note: textOrNull(form, 'note') };
      await locals.engine.versions.nameVersion(locals.actor, brief.id, input);
      redirect(303, path);
    });
  },
  seal: (event) => onVersion(event, (id) => event.locals.engine.versions.sealVersion(event.locals.actor, id)),
  unseal: (event) =>
    onVersion(event, (id, form) =>
      event.locals.engine.versions.unsealVersion(event.locals.actor, id, { reason: textOf(form, 'reason') })
    )
};
