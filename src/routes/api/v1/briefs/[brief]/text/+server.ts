import { answer, type Access } from '#server/http/endpoint.ts';
import { plainText } from '#lib/briefs/index.server.ts';
import { sectionTitle } from '#lib/briefs/index.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'brief.read' } as const satisfies Access;

/** The committed text, section by section: as blocks and as plain text. */
export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor }) => {
    const { seq, sections } = await engine.briefs.briefText(actor, event.params.brief);
    const readable = sections.map((section) => ({
      ...section,
      title: sectionTitle(section.key, section.lang),
      text: plainText(section.blocks)
    }));
    return { json: { seq, sections: readable } };
  });
