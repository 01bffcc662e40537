import type { Actor } from '#lib/access/index.ts';
import type { BriefDetail } from '#lib/briefs/index.ts';
import { Problem } from '#lib/kernel/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { titleFor } from '#lib/programmes/view.ts';
import type { Engine } from '#server/wiring.ts';

type Crumb = { href: string; label: string };

/** The brief of a history page, where it is, and the way there. @throws Problem `not_found` */
export async function historyPlace(
  { engine, actor }: { engine: Engine; actor: Actor },
  params: { programme: string; brief: string },
  crumbs: readonly Crumb[] = []
): Promise<{ brief: BriefDetail; path: string; crumbs: Crumb[] }> {
  const brief = await engine.briefs.getBrief(actor, params.brief);
  if (brief.programme !== params.programme) throw new Problem('not_found');
  const home = `/p/${brief.programme}/briefs/${brief.id}`;
  const path = `${home}/history`;
  return {
    brief,
    path,
    crumbs: [
      ...crumbs,
      { href: home, label: titleFor(brief).text },
      { href: path, label: m.versions_title() }
    ]
  };
}

/** A sequence from an address; -1, which no text has, for anything else. */
export function seqFrom(text: string | null): number {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : -1;
}
