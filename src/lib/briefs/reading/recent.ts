import { sectors, type Sector } from '#lib/access/index.ts';
import type { Id, RecordedEvent } from '#lib/kernel/index.ts';
import type { BriefHistory } from '../brief.ts';

/** One line of a brief's recent history: what the record says somebody did, or null where they wrote. */
export type RecentLine = {
  at: number;
  key: string;
  name: string;
  sector: Sector | null;
  what: string | null;
};

/** How an entry of the record is said; readers' browsers need not know all the sentences for it. */
type Say = (
  event: RecordedEvent,
  people: Record<Id, { name: string; kind: 'full' | 'guest'; sector: null; organisation: null }>
) => Pick<RecentLine, 'name' | 'sector'> & { what: string };

/** The newest `count` lines of what was written and decided about a brief, newest first. Template text is left out. */
export function recentLines(
  history: Pick<BriefHistory, 'runs' | 'events' | 'people'>,
  count: number,
  say: Say
): RecentLine[] {
  const people = Object.fromEntries(
    Object.entries(history.people).map(([id, one]) => [id, { ...one, sector: null, organisation: null }])
  );
  const wrote = history.runs
    .filter(({ author }) => author !== 'system')
    .map((run): RecentLine => {
      const name = history.people[run.author as Id]?.name ?? '';
      return { at: run.to, key: `w${run.firstSeq}`, name, sector: sectorIn(run.affiliation), what: null };
    });
  const events = history.events.map((event): RecentLine => {
    const { name, sector, what } = say(event, people);
    return { at: event.at, key: `e${event.seq}`, name, sector, what };
  });
  return [...wrote, ...events].sort((a, b) => b.at - a.at).slice(0, count);
}

function sectorIn(affiliation: unknown): Sector | null {
  if (typeof affiliation !== 'object' || affiliation === null || !('sector' in affiliation)) return null;
  return sectors.find((sector) => sector === affiliation.sector) ?? null;
}
