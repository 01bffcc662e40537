import { guard, type Actor } from '#lib/access/index.ts';
import type { Clock, Id, Json, Notices } from '#lib/kernel/index.ts';
import { placeIn, type Piece, type TopicName } from '#lib/live/index.ts';
import { sharedPiece, type Feed, type LiveTopic } from '#lib/live/index.server.ts';
import type { PassagesDeps } from './deps.server.ts';
import { frameBetween } from './live.ts';
import type { PassageView } from './passage.ts';

/** What the topic asks of others. */
export type PassagesTopicDeps = {
  notices: Notices;
  clock: Clock;
  briefs: Pick<PassagesDeps['briefs'], 'standing' | 'documentOf'>;
  /** what is marked in a brief now */
  list(brief: Id): Promise<PassageView[]>;
  onError(error: unknown): void;
  /** ms between two looks while the text is written, and after something was marked; tests shorten them */
  pace?: { writing: number; marking: number };
};

/** What is marked in a brief as a topic of live streams, `passages:<brief>`; built once for all who follow. */
export function passagesTopic(deps: PassagesTopicDeps): LiveTopic<Actor> {
  return {
    kind: 'passages',
    async admit(actor, brief) {
      const standing = await deps.briefs.standing(actor, brief);
      guard(actor, 'brief.read', standing);
      return { programme: standing.programme.id };
    },
    open: (brief, changed) => passagesFeed(brief, deps, changed)
  };
}

const ordinary = { writing: 3_000, marking: 300 };
const BEGINNING = Date.UTC(2026, 0, 1);

type State = { place: number; passages: PassageView[]; print: string };

function passagesFeed(brief: Id, deps: PassagesTopicDeps, changed: () => void): Feed {
  const topic: TopicName = `passages:${brief}`;
  const pace = deps.pace ?? ordinary;
  let state: State | null = null;
  let before: State | null = null;
  let pieces = new Map<number | null, Piece>();
  let building: Promise<void> | null = null;
  let document: Id | null = null;
  let due: { at: number; timer: ReturnType<typeof setTimeout> } | null = null;
  const unsubscribe = deps.notices.subscribe((notice) => {
    if (notice.kind === 'passages' && notice.brief === brief) schedule(pace.marking);
    if (notice.kind === 'document' && notice.document === document) schedule(pace.writing);
  });

  function schedule(wait: number) {
    const at = Date.now() + wait;
    if (due && due.at <= at) return;
    if (due) clearTimeout(due.timer);
    const timer = setTimeout(() => {
      due = null;
      build().catch(deps.onError);
    }, wait);
    due = { at, timer };
  }

  async function build(): Promise<void> {
    // What was heard while a list was made may not be in it.
    while (building) await building;
    building = refresh().finally(() => (building = null));
    return building;
  }

  async function refresh() {
    document ??= await deps.briefs.documentOf(brief);
    const passages = await deps.list(brief);
    const print = JSON.stringify(passages.map(({ seq: _seq, ...passage }) => passage));
    if (state?.print === print) return;
    // Seconds, so that places go on growing when the process begins anew.
    const place = Math.max((state?.place ?? 0) + 1, Math.floor((deps.clock() - BEGINNING) / 1000));
    [before, state] = [state, { place, passages, print }];
    pieces = new Map();
    changed();
  }

  function pieceFrom(now: State, from: State | null): Piece {
    const known = pieces.get(from?.place ?? null);
    if (known) return known;
    const data = frameBetween(from?.passages ?? [], now.passages) as unknown as Json;
    const cursor = String(now.place);
    const piece = {
      cursor,
      isLast: true,
      bytes: sharedPiece({ topic, from: from?.place ?? null, cursor, data })
    };
    pieces.set(from?.place ?? null, piece);
    return piece;
  }

  return {
    async read(after) {
      if (!state) await build();
      const place = placeIn(after);
      if (!state || place === state.place) return null;
      return pieceFrom(state, before?.place === place ? before : null);
    },
    close() {
      unsubscribe();
      if (due) clearTimeout(due.timer);
    }
  };
}
