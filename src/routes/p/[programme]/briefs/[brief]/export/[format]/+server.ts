import { isExportFormat } from '#lib/export/index.ts';
import { Problem } from '#lib/kernel/index.ts';
import { briefFile } from '#server/http/briefFile.ts';
import { asPage } from '#server/http/pages.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'brief.read' };

/** The brief as a file of one format; `?show` lets the browser show what it can (the web page, for printing). */
export const GET: RequestHandler = ({ locals, params, url }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const { format } = params;
    const brief = await engine.briefs.getBrief(actor, params.brief);
    if (brief.programme !== params.programme || !isExportFormat(format)) throw new Problem('not_found');
    const show = format === 'html' && url.searchParams.has('show');
    const { body, headers } = await briefFile(locals, brief.id, format, { origin: url.origin, show });
    return new Response(body as BodyInit, { headers });
  });
