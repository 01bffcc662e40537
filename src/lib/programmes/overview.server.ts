import { sectors, type Actor, type Sector } from '#lib/access/index.ts';
import type { Json } from '#lib/kernel/index.ts';
import type { Authorship } from '#lib/sync/index.ts';
import type { ProgrammesDeps } from './deps.server.ts';
import { listPhases } from './phaseStore.server.ts';
import { listMemberships, type StoredMembership } from './membershipStore.server.ts';
import type { Programme, ProgrammeOverview, Seat } from './programme.ts';

/** Programmes with what a reader wants to know at a glance; the caller has decided that they may be seen. */
export async function overviews(
  deps: ProgrammesDeps,
  actor: Actor,
  programmes: readonly Programme[]
): Promise<ProgrammeOverview[]> {
  const ids = programmes.map((programme) => programme.id);
  const [members, briefs, authors, phases] = await Promise.all([
    listMemberships(deps.read, ids),
    deps.briefs.count(ids),
    deps.activity.authors({ programmes: ids }),
    listPhases(deps.read, ids)
  ]);
  return programmes.map((programme) => {
    const here = members.filter((member) => member.programme === programme.id);
    const mine =
      actor.kind === 'person' ? here.find((member) => member.account === actor.person.id) : undefined;
    return {
      ...programme,
      membership: mine ? { role: mine.role, affiliation: mine.affiliation } : null,
      counts: { members: here.length, briefs: briefs.get(programme.id) ?? 0 },
      table: seats(
        here,
        authors.filter((authorship) => authorship.programme === programme.id)
      ),
      phases: phases.get(programme.id) ?? [],
      today: deps.today()
    };
  });
}

/** One seat per sector, in the order of the table; people count once per sector however much they wrote. */
function seats(members: readonly StoredMembership[], authors: readonly Authorship[]): Seat[] {
  return sectors.map((sector) => ({
    sector,
    members: members.filter((member) => member.affiliation.sector === sector).length,
    contributed: new Set(
      authors.filter((authorship) => sectorOf(authorship.affiliation) === sector).map((one) => one.author)
    ).size
  }));
}

/** The sector frozen onto an act, null when it carries none. */
export function sectorOf(affiliation: Json): Sector | null {
  if (typeof affiliation !== 'object' || affiliation === null || Array.isArray(affiliation)) return null;
  const { sector } = affiliation as { sector?: Json };
  return sectors.find((known) => known === sector) ?? null;
}
