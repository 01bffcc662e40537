import { sectionTitle } from '#lib/briefs/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { Problem } from '#lib/kernel/index.ts';
import { differenceOf } from '#lib/passages/index.server.ts';
import { kindName } from '#lib/passages/view.ts';
import { titleFor } from '#lib/programmes/view.ts';
import { asAction, asPage } from '#server/http/pages.ts';
import type { Engine } from '#server/engine.ts';
import type { Actor } from '#lib/access/index.ts';
import { redirect } from '@sveltejs/kit';
import { textOf } from '../../../_form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, parent }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const passage = await passageAt(engine, actor, params);
    const [{ crumbs }, brief, { sections }] = await Promise.all([
      parent(),
      engine.briefs.getBrief(actor, passage.brief),
      engine.briefs.briefText(actor, passage.brief)
    ]);
    const path = `/p/${brief.programme}/briefs/${brief.id}`;
    const section = sections.find(({ id }) => id === passage.section);
    const hasChanged = passage.text !== null && passage.text !== passage.seen;
    return {
      passage,
      kind: kindName(passage.kind),
      difference: hasChanged ? differenceOf(passage.seen, passage.text!) : null,
      section: {
        href: section ? `${path}#s-${section.id}` : path,
        name: section ? sectionTitle(section.key, section.lang) : titleFor(brief).text
      },
      crumbs: [
        ...(crumbs ?? []),
        { href: path, label: titleFor(brief).text },
        { href: `${path}/passages`, label: m.passages_title() }
      ]
    };
  });

export const actions: Actions = {
  kind: ({ locals, params, request }) =>
    act(request, async (form) => {
      await passageAt(locals.engine, locals.actor, params);
      const input = { kind: textOf(form, 'kind') };
      await locals.engine.passages.changePassageKind(locals.actor, params.passage, input);
      redirect(303, `/p/${params.programme}/passages/${params.passage}`);
    }),
  confirm: ({ locals, params, request }) =>
    act(request, async (form) => {
      await passageAt(locals.engine, locals.actor, params);
      // Browsers send line ends as two characters.
      const input = { text: textOf(form, 'text').replaceAll('\r\n', '\n') };
      await locals.engine.passages.confirmPassage(locals.actor, params.passage, input);
      redirect(303, `/p/${params.programme}/passages/${params.passage}`);
    }),
  remove: ({ locals, params, request }) =>
    act(request, async () => {
      const { brief } = await passageAt(locals.engine, locals.actor, params);
      await locals.engine.passages.removePassage(locals.actor, params.passage);
      redirect(303, `/p/${params.programme}/briefs/${brief}/passages`);
    })
};

async function act<T>(request: Request, work: (form: FormData) => Promise<T>) {
  const form = await request.formData();
  return asAction(form, () => work(form));
}

async function passageAt(
  engine: Engine,
  actor: Actor,
  { programme, passage }: { programme: string; passage: string }
) {
  const found = await engine.passages.getPassage(actor, passage);
  if (found.programme !== programme) throw new Problem('not_found');
  return found;
}
