import { answer, type Access } from '#server/http/endpoint.ts';
import { asMarkdown, readable } from '#server/http/readableText.ts';
import { guard } from '#lib/access/index.ts';
import { Problem } from '#lib/kernel/index.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'brief.read', POST: 'brief.write' } as const satisfies Access;

/** The committed text, section by section: as blocks and as plain text; with `?format=md` as Markdown. */
export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, query }) => {
    const format = query.get('format') ?? 'json';
    if (format !== 'json' && format !== 'md')
      throw new Problem('invalid_input', [{ field: 'format', reason: 'not_allowed' }]);
    const { seq, sections } = await engine.briefs.briefText(actor, event.params.brief);
    if (format === 'json') return { json: { seq, sections: readable(sections) } };
    const { title } = await engine.briefs.getBrief(actor, event.params.brief);
    return { text: { type: 'text/markdown', body: asMarkdown(title, sections) } };
  });

/** Writes Markdown into one section, as one edit of whoever asks. */
export const POST: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, body }) => {
    const { brief } = event.params;
    guard(actor, 'brief.write', await engine.briefs.standing(actor, brief));
    return { json: await engine.briefs.writeText(actor, brief, await body()) };
  });
