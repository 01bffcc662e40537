import type { ChainId, Id, Notices, RecordedEvent } from '#lib/kernel/index.ts';

type Page = { events: RecordedEvent[]; isLast: boolean };

export type EventPagesDeps = {
  notices: Notices;
  listEvents(chain: ChainId, page: { after?: number; limit?: number }): Promise<RecordedEvent[]>;
};

/** How many entries are read at a time; also how many a slow reader may have on its way. */
export const EVENTS_PER_PAGE = 100;
const KEPT = 4;

/**
 * The record of one programme in pages, for all who follow it: those who stand at the same place share one read, and
 * full pages are kept for those who come behind.
 */
export function eventPages(programme: Id, { notices, listEvents }: EventPagesDeps, changed: () => void) {
  const pages = new Map<number, Promise<Page>>();
  const unsubscribe = notices.subscribe((notice) => {
    if (notice.kind !== 'event' || notice.chain !== programme) return;
    // A page may have become longer, or lost words that were redacted.
    pages.clear();
    changed();
  });

  async function read(after: number): Promise<Page> {
    const events = await listEvents(programme, { after, limit: EVENTS_PER_PAGE });
    return { events, isLast: events.length < EVENTS_PER_PAGE };
  }

  return {
    /** The entries after a place; an empty page at the end. */
    after(place: number): Promise<Page> {
      const known = pages.get(place);
      if (known) return known;
      const page = read(place);
      pages.set(place, page);
      const forget = () => void (pages.get(place) === page && pages.delete(place));
      page.then(({ isLast }) => isLast && forget(), forget);
      const [oldest] = pages.keys();
      if (pages.size > KEPT && oldest !== undefined) pages.delete(oldest);
      return page;
    },
    close: unsubscribe
  };
}
