import type { Actor, Standing } from '#lib/access/index.ts';
import type { BriefDetail, SectionText, SectorContributions } from '#lib/briefs/index.ts';
import type { Clock, Id, Rows, Write } from '#lib/kernel/index.ts';
import type { SectorMembers } from '#lib/programmes/index.ts';

/** What the framing room is handed by the wiring. */
export type FramingDeps = {
  read: Rows;
  write: Write;
  clock: Clock;
  briefs: {
    getBrief(actor: Actor, id: Id): Promise<BriefDetail>;
    standing(actor: Actor, id: Id): Promise<Standing>;
    briefText(actor: Actor, id: Id): Promise<{ sections: SectionText[] }>;
    contributions(actor: Actor, id: Id): Promise<SectorContributions[]>;
  };
  programmes: { listMembers(actor: Actor, programme: Id): Promise<SectorMembers[]> };
  people(ids: readonly Id[]): Promise<Map<Id, { name: string }>>;
};
