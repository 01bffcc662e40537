import { redirect } from '@sveltejs/kit';
import { sectionTitle } from '#lib/briefs/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { newId, Problem } from '#lib/kernel/index.ts';
import { titleFor } from '#lib/programmes/view.ts';
import { asAction, asPage } from '#server/http/pages.ts';
import { idOf, textOf } from '../../../_form.ts';
import { wordsOf } from '../../_mention.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals, params, parent }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const thread = await ofProgramme(locals, params);
    const [{ crumbs }, brief, { sections }, members] = await Promise.all([
      parent(),
      engine.briefs.getBrief(actor, thread.brief),
      engine.briefs.briefText(actor, thread.brief),
      engine.programmes.listMembers(actor, params.programme)
    ]);
    const path = `/p/${brief.programme}/briefs/${brief.id}`;
    const section = sections.find(({ id }) => id === thread.on.section);
    const people = members.flatMap((one) => one.members.map(({ id, name }) => ({ id, name })));
    return {
      thread,
      people,
      resolvedBy: people.find(({ id }) => id === thread.resolvedBy)?.name ?? null,
      path,
      section: {
        href: section ? `${path}#s-${section.id}` : path,
        name: section ? sectionTitle(section.key, section.lang) : titleFor(brief).text
      },
      freshId: newId(),
      crumbs: [
        ...(crumbs ?? []),
        { href: path, label: titleFor(brief).text },
        { href: `${path}/comments`, label: m.comments_title() }
      ]
    };
  });

export const actions: Actions = {
  reply: (event) =>
    act(event, async (form, { comments }) => {
      const input = { id: idOf(form), text: wordsOf(form) };
      return (await comments.reply(event.locals.actor, event.params.thread, input)).id;
    }),
  resolve: (event) =>
    act(event, async (form, { comments }) => {
      const resolved = textOf(form, 'resolved') === 'on';
      await comments.resolveThread(event.locals.actor, event.params.thread, { resolved });
    }),
  edit: (event) =>
    act(event, async (form, { comments }) => {
      const id = await commentIn(event, form);
      await comments.editComment(event.locals.actor, id, { text: textOf(form, 'text') });
      return id;
    }),
  remove: (event) =>
    act(event, async (form, { comments }) =>
      comments.removeComment(event.locals.actor, await commentIn(event, form))
    ),
  react: (event) =>
    act(event, async (form, { comments }) => {
      const id = await commentIn(event, form);
      const input = { kind: textOf(form, 'kind'), on: textOf(form, 'on') === 'on' };
      await comments.react(event.locals.actor, id, input);
      return id;
    }),
  decide: (event) =>
    act(event, async (form, { comments }) => {
      const id = await commentIn(event, form);
      await comments.decideComment(event.locals.actor, id, { show: textOf(form, 'show') === 'on' });
      return id;
    })
};

type Engine = App.Locals['engine'];

/** Does something in the thread and shows it again, at the comment that was meant. */
async function act(event: RequestEvent, work: (form: FormData, engine: Engine) => Promise<string | void>) {
  const { locals, params, request } = event;
  const form = await request.formData();
  return asAction(form, async () => {
    const { brief } = await ofProgramme(locals, params);
    const meant = await work(form, locals.engine);
    const isThere = await locals.engine.comments.getThread(locals.actor, params.thread).catch(() => null);
    const path = `/p/${params.programme}`;
    if (!isThere) redirect(303, `${path}/briefs/${brief}/comments`);
    redirect(303, `${path}/comments/${params.thread}${meant ? `#c-${meant}` : ''}`);
  });
}

/** The comment a form means. @throws Problem `not_found` when this thread does not hold it */
async function commentIn({ locals, params }: RequestEvent, form: FormData): Promise<string> {
  const { comments } = await ofProgramme(locals, params);
  const id = textOf(form, 'comment');
  if (!comments.some((one) => one.id === id)) throw new Problem('not_found');
  return id;
}

/** @throws Problem `not_found`, also when the thread is another programme's */
async function ofProgramme({ engine, actor }: App.Locals, params: { programme: string; thread: string }) {
  const thread = await engine.comments.getThread(actor, params.thread);
  if (thread.programme !== params.programme) throw new Problem('not_found');
  return thread;
}
