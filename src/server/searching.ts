import { briefDirectory, briefSource, type BriefsRoom } from '#lib/briefs/index.server.ts';
import { findingRoom } from '#lib/finding/index.server.ts';
import type { Notices, Rows, Write } from '#lib/kernel/index.ts';
import { programmeSource, type ProgrammesRoom } from '#lib/programmes/index.server.ts';
import { searchService } from '#lib/search/index.server.ts';
import type { DocumentActivity } from '#lib/sync/index.ts';

/** The search with everything that is found by it, and the room that asks it on somebody's behalf. */
export function searching({
  read,
  briefs,
  programmes,
  activity,
  ...deps
}: {
  read: Rows;
  write: Write;
  notices: Pick<Notices, 'subscribe'>;
  briefs: Pick<BriefsRoom, 'briefText'>;
  programmes: ProgrammesRoom;
  activity: Pick<DocumentActivity, 'heads'>;
  onError: (error: unknown) => void;
}) {
  const search = searchService({
    ...{ read, ...deps },
    // Whatever else is to be found is a line here.
    sources: [programmeSource(read), briefSource({ read, activity, briefs })]
  });
  const finding = findingRoom({ search, programmes, briefTitles: briefDirectory(read).titles });
  return { search, finding };
}
