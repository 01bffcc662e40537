import { Problem } from '#lib/kernel/index.ts';
import { titleFor } from '#lib/programmes/view.ts';
import { asAction, asPage } from '#server/http/pages.ts';
import { textOf, textOrNull } from '../../../../_form.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, parent }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const brief = await ofProgramme(locals, params);
    const [{ crumbs }, framing, members] = await Promise.all([
      parent(),
      engine.framing.getFraming(actor, brief.id),
      engine.programmes.listMembers(actor, params.programme)
    ]);
    const path = `/p/${brief.programme}/briefs/${brief.id}`;
    return {
      brief,
      framing,
      members: members.flatMap((one) => one.members.map(({ id, name }) => ({ id, name }))),
      self: actor.kind === 'person' ? actor.person.id : null,
      path,
      crumbs: [
        ...(crumbs ?? []),
        { href: path, label: titleFor(brief).text },
        { href: `${path}/framing`, label: m.framing_title() }
      ]
    };
  });

/** @throws Problem `not_found`, also when the brief is another programme's */
async function ofProgramme({ engine, actor }: App.Locals, params: { programme: string; brief: string }) {
  const brief = await engine.briefs.getBrief(actor, params.brief);
  if (brief.programme !== params.programme) throw new Problem('not_found');
  return brief;
}

export const actions: Actions = {
  say: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      await locals.engine.framing.saySection(locals.actor, (await ofProgramme(locals, params)).id, {
        section: textOf(form, 'section'),
        state: textOf(form, 'state'),
        reason: textOrNull(form, 'reason')
      });
      return { done: true };
    });
  },
  own: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      await locals.engine.framing.ownSection(locals.actor, (await ofProgramme(locals, params)).id, {
        section: textOf(form, 'section'),
        account: textOrNull(form, 'account')
      });
      return { done: true };
    });
  },
  answer: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      await locals.engine.framing.answerIntake(locals.actor, (await ofProgramme(locals, params)).id, {
        question: textOf(form, 'question'),
        answer: textOf(form, 'answer'),
        reason: textOrNull(form, 'reason')
      });
      return { done: true };
    });
  },
  giveWord: async ({ locals, params, request }) =>
    asAction(await request.formData(), async () => {
      await locals.engine.framing.giveWord(locals.actor, (await ofProgramme(locals, params)).id);
      return { done: true };
    })
};
