import { recentLines } from '#lib/briefs/index.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { Problem } from '#lib/kernel/index.ts';
import { passageRuns } from '#lib/passages/view.ts';
import { entryWords, titleFor } from '#lib/programmes/view.ts';
import { exactTime } from '#lib/ui/timeText.ts';
import type { ListedVersion } from '#lib/versions/index.ts';
import { asPage } from '#server/http/pages.ts';
import { presenceAt } from '#server/presenceAt.ts';
import type { PageServerLoad } from './$types';

const RECENT_LINES = 8;

const today = (timeZone: string) => exactTime(Date.now(), getLocale(), { timeZone });

/** The newest sealed version, and where one sees what has changed since. */
function sealLink(versions: readonly ListedVersion[], seq: number, path: string) {
  const sealed = versions.find(({ sealedAt }) => sealedAt !== null);
  if (!sealed) return [];
  const { name, isCurrent, id } = sealed;
  if (isCurrent) return [{ href: `${path}/history/versions/${id}`, label: m.versions_sealed_now({ name }) }];
  const href = `${path}/history/compare?from=${sealed.seq}&to=${seq}`;
  return [{ href, label: m.versions_sealed_since({ name }) }];
}

export const load: PageServerLoad = ({ locals, params, parent, url }) =>
  asPage(async () => {
    const { engine, actor } = locals;
    const brief = await engine.briefs.getBrief(actor, params.brief);
    if (brief.programme !== params.programme) throw new Problem('not_found');
    // Before anything else is read: what is recorded from here on is news.
    const record = await engine.programmes.recordHead(actor, brief.programme);
    const [{ crumbs }, text, presence, contributions, history, passages, states, versions, threads] =
      await Promise.all([
        parent(),
        engine.briefs.briefText(actor, brief.id),
        presenceAt(engine, brief.id),
        engine.briefs.contributions(actor, brief.id),
        engine.briefs.history(actor, brief.id, { limit: 200 }),
        engine.passages.listPassages(actor, brief.id),
        engine.framing.sectionStates(actor, brief.id),
        engine.versions.listVersions(actor, brief.id),
        engine.comments.listThreads(actor, brief.id)
      ]);
    const path = `/p/${brief.programme}/briefs/${brief.id}`;
    return {
      brief,
      text,
      presence,
      contributions,
      recent: recentLines(history, RECENT_LINES, entryWords),
      runs: { passages: passageRuns(passages) },
      passages: passages.filter(({ kind }) => kind !== null).length,
      recordSeq: record.seq,
      states,
      pages: [
        ...sealLink(versions, text.seq, path),
        { href: `${path}/comments`, label: m.comments_beside({ count: String(threads.length) }) },
        { href: `${path}/framing`, label: m.framing_link() },
        { href: `${path}/voices`, label: m.voices_title() }
      ],
      path,
      link: `${url.origin}${path}`,
      printFoot: m.export_print_foot({ seq: text.seq, day: today(engine.config.timeZone) }),
      crumbs: [...(crumbs ?? []), { href: path, label: titleFor(brief).text }]
    };
  });
