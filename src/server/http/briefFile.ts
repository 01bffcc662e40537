import type { Actor } from '#lib/access/index.ts';
import { fileOf } from '#lib/export/index.server.ts';
import type { ExportFormat } from '#lib/export/index.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import type { Id, Language } from '#lib/kernel/index.ts';
import type { Engine } from '#server/engine.ts';

/** A file to answer with: it says its own type and name, and nothing keeps it. */
export type AnswerFile = { body: string | Uint8Array; headers: Record<string, string> };

// Our page of a brief fetches nothing and runs nothing; browsers that show it are told so by us too, not only by itself.
const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

/**
 * One brief as a file. Whatever is not the brief's own words is in the request's language, unless another is named.
 * @param options.show lets the browser show it instead of saving it
 * @throws Problem `not_found`
 */
export async function briefFile(
  { engine, actor }: { engine: Engine; actor: Actor },
  brief: Id,
  format: ExportFormat,
  { origin, lang = frameLanguage(), show = false }: { origin: string; lang?: Language; show?: boolean }
): Promise<AnswerFile> {
  const value = await engine.exports.exportBrief(actor, brief, { origin, lang });
  const { type, body, disposition } = await fileOf(value, format);
  return {
    body,
    headers: {
      'content-type': type,
      'content-disposition': show ? 'inline' : disposition,
      'cache-control': 'no-store',
      ...(format === 'html' && { 'content-security-policy': PAGE_POLICY })
    }
  };
}

function frameLanguage(): Language {
  return getLocale() === 'zh-tw' ? 'zh-Hant' : 'en';
}
