import type { Id, Rows } from '#lib/kernel/index.ts';
import type { BriefTitle } from '#lib/programmes/index.server.ts';
import { countBriefs, findBrief, listProgrammeBriefs } from './briefStore.server.ts';

/** What programmes may know of briefs; handed to them by the wiring, since briefs know programmes and not the reverse. */
export function briefDirectory(read: Rows) {
  return {
    /** The wanted brief if it belongs to the programme; when none is wanted, the programme's only brief. */
    async landing(programme: Id, wanted: Id | null): Promise<BriefTitle | null> {
      if (wanted !== null) {
        const brief = await findBrief(read, wanted);
        return brief && brief.programme === programme ? brief : null;
      }
      const [first, ...others] = await listProgrammeBriefs(read, programme);
      return first && others.length === 0 ? first : null;
    },
    count: (programmes: readonly Id[]): Promise<Map<Id, number>> => countBriefs(read, programmes)
  };
}
