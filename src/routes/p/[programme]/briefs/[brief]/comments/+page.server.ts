import { redirect } from '@sveltejs/kit';
import { can } from '#lib/access/index.ts';
import { plainText, sectionTitle } from '#lib/briefs/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { newId, Problem, type Id } from '#lib/kernel/index.ts';
import { titleFor } from '#lib/programmes/view.ts';
import { asAction, asPage } from '#server/http/pages.ts';
import { idOf, textOf } from '../../../../_form.ts';
import { wordsOf } from '../../../_mention.ts';
import type { Actions, PageServerLoad } from './$types';

const filters = ['open', 'resolved', 'held'] as const;

export const load: PageServerLoad = ({ locals, params, parent, url }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const brief = await ofProgramme(locals, params);
    const [{ crumbs }, threads, { sections }, members, rule, standing] = await Promise.all([
      parent(),
      engine.comments.listThreads(actor, brief.id),
      engine.briefs.briefText(actor, brief.id),
      engine.programmes.listMembers(actor, params.programme),
      engine.comments.getRule(actor, params.programme),
      engine.briefs.standing(actor, brief.id)
    ]);
    const path = `/p/${brief.programme}/briefs/${brief.id}`;
    const waits = ({ comments }: (typeof threads)[number]) => comments.some(({ state }) => state === 'held');
    const groups = {
      open: threads.filter(({ resolvedAt }) => resolvedAt === null),
      resolved: threads.filter(({ resolvedAt }) => resolvedAt !== null),
      held: threads.filter(waits)
    };
    const show = filters.find((one) => one === url.searchParams.get('show')) ?? 'open';
    return {
      ...{ title: titleFor(brief), path, show, rule },
      threads: groups[show],
      counts: { open: groups.open.length, resolved: groups.resolved.length, held: groups.held.length },
      unread: threads.reduce((sum, { unread }) => sum + unread, 0),
      now: Date.now(),
      sections: sections.map(({ id, key, lang }) => ({ id, name: sectionTitle(key, lang) })),
      people: members.flatMap((one) => one.members.map(({ id, name }) => ({ id, name }))),
      may: {
        comment: actor.kind === 'person' && can(actor, 'comment.create', standing),
        rule: actor.kind === 'person' && can(actor, 'programme.update', standing)
      },
      fresh: {
        id: newId(),
        section: url.searchParams.get('section') ?? '',
        quote: url.searchParams.get('quote') ?? ''
      },
      crumbs: [
        ...(crumbs ?? []),
        { href: path, label: titleFor(brief).text },
        { href: `${path}/comments`, label: m.comments_title() }
      ]
    };
  });

export const actions: Actions = {
  open: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const { engine, actor } = locals;
      const brief = await ofProgramme(locals, params);
      const on = await placeOf(locals, brief.id, textOf(form, 'section'), quoteIn(form));
      const input = { id: idOf(form), on, text: wordsOf(form) };
      const { thread } = await engine.comments.openThread(actor, brief.id, input);
      redirect(303, `/p/${brief.programme}/comments/${thread}`);
    });
  },
  read: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const brief = await ofProgramme(locals, params);
      const until = Number(textOf(form, 'until')) || 0;
      await locals.engine.comments.markRead(locals.actor, brief.id, until);
      redirect(303, `/p/${brief.programme}/briefs/${brief.id}/comments`);
    });
  },
  rule: async ({ locals, params, request }) => {
    const form = await request.formData();
    return asAction(form, async () => {
      const brief = await ofProgramme(locals, params);
      const holds = textOf(form, 'holds') === 'on';
      await locals.engine.comments.ruleComments(locals.actor, brief.programme, { holds });
      redirect(303, `/p/${brief.programme}/briefs/${brief.id}/comments`);
    });
  }
};

/** @throws Problem `not_found`, also when the brief is another programme's */
async function ofProgramme({ engine, actor }: App.Locals, params: { programme: string; brief: string }) {
  const brief = await engine.briefs.getBrief(actor, params.brief);
  if (brief.programme !== params.programme) throw new Problem('not_found');
  return brief;
}

// Browsers send line ends as two characters.
const quoteIn = (form: FormData) => textOf(form, 'quote').replaceAll('\r\n', '\n').trim();

/** @throws Problem `invalid_input` when the section does not say this */
async function placeOf({ engine, actor }: App.Locals, brief: Id, section: string, quote: string) {
  const { sections, seq } = await engine.briefs.briefText(actor, brief);
  const found = sections.find(({ id }) => id === section);
  if (!found) throw new Problem('invalid_input', [{ field: 'section', reason: 'required' }]);
  if (quote === '') throw new Problem('invalid_input', [{ field: 'quote', reason: 'required' }]);
  const from = plainText(found.blocks).indexOf(quote);
  if (from < 0) throw new Problem('invalid_input', [{ field: 'quote', reason: 'not_allowed' }]);
  return { section, from, to: from + quote.length, seq, quote };
}
