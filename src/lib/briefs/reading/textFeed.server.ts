import { createHash } from 'node:crypto';
import type { Id, Json, Notices } from '#lib/kernel/index.ts';
import { placeIn, type Cursor, type Piece, type TopicName } from '#lib/live/index.ts';
import { sharedPiece, type Feed } from '#lib/live/index.server.ts';
import type { SectionText } from '../document.ts';
import { changedSections, type LiveFrame, type LivePresence } from './live.ts';

/** What a brief's feed asks of others. */
export type TextFeedDeps = {
  notices: Notices;
  /** the id of the brief's text document, without its epoch */
  documentOf(brief: Id): Promise<Id>;
  /** the committed text; asked once per change for all readers together */
  text(brief: Id): Promise<{ seq: number; sections: SectionText[] }>;
  presence(brief: Id): Promise<LivePresence>;
  onError(error: unknown): void;
  /** milliseconds; tests shorten them */
  pace?: { throttle: number; presence: number };
};

type State = { cursor: Cursor; seq: number; sections: SectionText[] } & LivePresence;

/**
 * One brief's text and table for everybody who reads along: built once per change, at most twice a second. Whoever
 * shows the state before gets what changed, anybody else the whole text once.
 */
export function textFeed(topic: TopicName, brief: Id, deps: TextFeedDeps, changed: () => void): Feed {
  const pace = deps.pace ?? { throttle: 500, presence: 3_000 };
  let state: State | null = null;
  let before: State | null = null;
  let pieces = new Map<string, Piece>();
  let building: Promise<void> | null = null;
  let isStale = false;
  let lastBuilt = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let document: Id | null = null;
  const presence = setInterval(() => void build().catch(deps.onError), pace.presence).unref();
  const unsubscribe = deps.notices.subscribe((notice) => {
    if (notice.kind === 'document' && notice.document === document) schedule();
  });

  function schedule() {
    timer ??= setTimeout(
      () => {
        timer = null;
        build().catch(deps.onError);
      },
      Math.max(0, lastBuilt + pace.throttle - Date.now())
    );
  }

  function build(): Promise<void> {
    if (building) {
      isStale = true;
      return building;
    }
    building = refresh().finally(() => {
      building = null;
      if (isStale) schedule();
      isStale = false;
    });
    return building;
  }

  async function refresh() {
    lastBuilt = Date.now();
    // Known before the text is read, so that no change between the two goes unheard.
    document ??= await deps.documentOf(brief);
    const [text, around] = await Promise.all([deps.text(brief), deps.presence(brief)]);
    const next = { ...text, ...around, cursor: `${text.seq}-${printOf(around)}` };
    if (state?.cursor === next.cursor) return;
    if (state?.seq !== next.seq) before = state;
    state = next;
    pieces = new Map();
    changed();
  }

  function pieceOf(now: State, kind: 'around' | 'changed' | 'whole'): Piece {
    const known = pieces.get(kind);
    if (known) return known;
    const from = { around: now.seq, changed: before?.seq ?? null, whole: null }[kind];
    const data = frameOf(now, sectionsOf(now, kind)) as Json;
    const piece = {
      cursor: now.cursor,
      isLast: true,
      bytes: sharedPiece({ topic, from, cursor: now.cursor, data })
    };
    pieces.set(kind, piece);
    return piece;
  }

  function sectionsOf(now: State, kind: 'around' | 'changed' | 'whole'): SectionText[] {
    if (kind === 'around') return [];
    if (kind === 'whole' || !before) return now.sections;
    const wanted = new Set(changedSections(before.sections, now.sections));
    return now.sections.filter(({ id }) => wanted.has(id));
  }

  return {
    async read(after) {
      const place = placeIn(after);
      if (!state || place > state.seq) await build();
      if (!state || state.cursor === after) return null;
      if (place === state.seq) return pieceOf(state, 'around');
      return pieceOf(state, before && place === before.seq ? 'changed' : 'whole');
    },
    close() {
      clearInterval(presence);
      if (timer) clearTimeout(timer);
      unsubscribe();
    }
  };
}

function frameOf({ seq, sections, table, here }: State, changed: SectionText[]): LiveFrame {
  return { seq, sections: changed, order: sections.map(({ id }) => id), table, here };
}

// Who is here changes without the text, so the cursor names both.
function printOf({ table, here }: LivePresence): string {
  return createHash('sha1')
    .update(JSON.stringify([table, here]))
    .digest('base64url')
    .slice(0, 8);
}
