import { landingBrief, type Invitation } from '#lib/programmes/index.ts';
import type { Id, Rows } from '#lib/kernel/index.ts';
import type { BriefTitle } from '#lib/programmes/index.server.ts';
import { countBriefs, listBriefsById, listProgrammeBriefs } from './briefStore.server.ts';

/** What programmes may know of briefs; handed to them by the wiring, since briefs know programmes and not the reverse. */
export function briefDirectory(read: Rows) {
  return {
    /** Where a link leads: a brief of its programme, or null for the programme's page. */
    async landing(link: Pick<Invitation, 'programme' | 'brief' | 'createdAt'>): Promise<BriefTitle | null> {
      return landingBrief(link, await listProgrammeBriefs(read, link.programme));
    },
    titles: async (briefs: readonly Id[]) =>
      (await listBriefsById(read, briefs)).map(({ id, title, lang, titleTranslated }) => ({
        id,
        title,
        lang,
        titleTranslated
      })),
    count: (programmes: readonly Id[]): Promise<Map<Id, number>> => countBriefs(read, programmes)
  };
}
