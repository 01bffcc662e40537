import { answer, type Access } from '#server/http/endpoint.ts';
import { isExportFormat } from '#lib/export/index.ts';
import { languages, Problem } from '#lib/kernel/index.ts';
import { briefFile } from '#server/http/briefFile.ts';
import type { RequestHandler } from './$types';

export const _access = { GET: 'brief.read' } as const satisfies Access;

/** The brief as a file: `?format=` odt, docx, md, html or json; `?lang=` of what is not its own words. */
export const GET: RequestHandler = (event) =>
  answer(event, async ({ engine, actor, query }) => {
    const format = query.get('format') ?? 'json';
    if (!isExportFormat(format))
      throw new Problem('invalid_input', [{ field: 'format', reason: 'not_allowed' }]);
    const lang = languages.find((one) => one === query.get('lang'));
    if (query.has('lang') && !lang)
      throw new Problem('invalid_input', [{ field: 'lang', reason: 'not_allowed' }]);
    const { origin } = event.url;
    return { file: await briefFile({ engine, actor }, event.params.brief, format, { origin, lang }) };
  });
