import { sectors, type Sector } from '#lib/access/index.ts';
import type { Id, RecordedEvent } from '#lib/kernel/index.ts';
import type { BriefHistory } from '../brief.ts';

/** One line of a brief's recent history: somebody wrote, or an entry of the record. */
export type RecentLine =
  | { kind: 'wrote'; at: number; key: string; name: string; sector: Sector | null }
  | { kind: 'event'; at: number; key: string; event: RecordedEvent };

/** The newest `count` lines of what was written and decided about a brief, newest first. Template text is left out. */
export function recentLines(
  history: Pick<BriefHistory, 'runs' | 'events' | 'people'>,
  count: number
): RecentLine[] {
  const wrote = history.runs
    .filter(({ author }) => author !== 'system')
    .map((run): RecentLine => {
      const name = history.people[run.author as Id]?.name ?? '';
      return { kind: 'wrote', at: run.to, key: `w${run.firstSeq}`, name, sector: sectorIn(run.affiliation) };
    });
  const events = history.events.map((event): RecentLine => ({
    kind: 'event',
    at: event.at,
    key: `e${event.seq}`,
    event
  }));
  return [...wrote, ...events].sort((a, b) => b.at - a.at).slice(0, count);
}

function sectorIn(affiliation: unknown): Sector | null {
  if (typeof affiliation !== 'object' || affiliation === null || !('sector' in affiliation)) return null;
  return sectors.find((sector) => sector === affiliation.sector) ?? null;
}
