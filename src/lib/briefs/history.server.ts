import { guard, type Actor } from '#lib/access/index.ts';
import { isId, parse, type Id, type RecordedEvent } from '#lib/kernel/index.ts';
import type { BriefHistory, WritingRun } from './brief.ts';
import type { BriefsDeps, LoggedUpdate } from './deps.server.ts';
import { page } from './input.ts';
import { loadBrief } from './standing.server.ts';

const PAUSE = 10 * 60 * 1000;
const RECENT_EVENTS = 500;

/**
 * Who wrote when, as runs of one person without a long pause, and the record's entries about this brief: the newest
 * `limit` updates, those that follow `after`, or the last before `before`.
 * @throws Problem `not_found`, `invalid_input`
 */
export const history =
  (deps: BriefsDeps) =>
  async (
    actor: Actor,
    id: Id,
    wanted: { after?: number; before?: number; limit?: number } = {}
  ): Promise<BriefHistory> => {
    const { brief, standing } = await loadBrief(deps, actor, id);
    guard(actor, 'brief.read', standing);
    const { after, before, limit } = parse(page, wanted);
    const seq = (await deps.activity.heads([brief.textDocument])).get(brief.textDocument)?.seq ?? 0;
    // One more than asked for tells whether there is more in that direction.
    const part = after === undefined ? { before: before ?? seq + 1 } : { after };
    const [found, events] = await Promise.all([
      deps.sync.history(brief.textDocument, { ...part, limit: limit + 1 }),
      eventsAbout(deps, brief.programme, id)
    ]);
    const hasMore = found.length > limit;
    const updates = after === undefined ? found.slice(-limit) : found.slice(0, limit);
    const runs = writingRuns(updates);
    const [first, last] = [updates[0]?.seq, updates.at(-1)?.seq];
    const isAtStart = after === undefined ? !hasMore : after === 0;
    const ids = [
      ...runs.map(({ author }) => author),
      ...events.flatMap(({ actor, data }) => [actor, data?.account])
    ];
    return {
      seq,
      runs,
      events,
      people: Object.fromEntries(await deps.people([...new Set(ids.filter(isId))])),
      next: last !== undefined && last < seq ? last : null,
      previous: first !== undefined && !isAtStart ? first : null
    };
  };

async function eventsAbout(deps: BriefsDeps, programme: Id, brief: Id): Promise<RecordedEvent[]> {
  const { seq } = await deps.journal.head(programme);
  const recent = await deps.journal.listEvents(programme, {
    after: Math.max(0, seq - RECENT_EVENTS),
    limit: RECENT_EVENTS
  });
  return recent.filter(({ subject }) => subject.kind === 'brief' && subject.id === brief).reverse();
}

/** Merges updates of one author under one affiliation, until another writes or they pause for ten minutes. */
export function writingRuns(updates: readonly LoggedUpdate[]): WritingRun[] {
  const runs: WritingRun[] = [];
  for (const { seq, author, affiliation, at } of updates) {
    const last = runs.at(-1);
    const continues =
      last !== undefined &&
      last.author === author &&
      at - last.to <= PAUSE &&
      JSON.stringify(last.affiliation) === JSON.stringify(affiliation);
    if (continues) Object.assign(last, { lastSeq: seq, to: at, edits: last.edits + 1 });
    else runs.push({ author, affiliation, firstSeq: seq, lastSeq: seq, from: at, to: at, edits: 1 });
  }
  return runs;
}
