import { wholeMarkdown } from '#lib/briefs/index.server.ts';
import { Problem } from '#lib/kernel/index.ts';
import { asPage } from '#server/http/pages.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'brief.read' };

/** The brief's text as a Markdown file; `?section=` names one section, `?show` lets the browser show it instead. */
export const GET: RequestHandler = ({ locals, params, url }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const brief = await engine.briefs.getBrief(actor, params.brief);
    if (brief.programme !== params.programme) throw new Problem('not_found');
    const { sections } = await engine.briefs.briefText(actor, brief.id);
    const only = url.searchParams.get('section');
    const markdown = only
      ? wholeMarkdown(null, sections.filter(({ id }) => id === only))
      : wholeMarkdown(brief, sections);
    const disposition = url.searchParams.has('show') ? 'inline' : 'attachment';
    return new Response(markdown, {
      headers: {
        'content-type': 'text/markdown; charset=utf-8',
        'content-disposition': `${disposition}; filename="brief.md"; filename*=UTF-8''${fileName(brief.title)}`,
        'cache-control': 'no-store'
      }
    });
  });

/** A title as systems let a file be called, encoded for the header. */
function fileName(title: string): string {
  const plain = title.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim().slice(0, 80) || 'brief';
  return encodeURIComponent(`${plain}.md`).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}
