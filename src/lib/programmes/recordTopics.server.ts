import type { Actor } from '#lib/access/index.ts';
import type { Id, Json, RecordedEvent } from '#lib/kernel/index.ts';
import { placeIn, type Piece } from '#lib/live/index.ts';
import { bytesOf, message, sharedPiece, type LiveTopic } from '#lib/live/index.server.ts';
import { eventPages, type EventPagesDeps } from './eventPages.server.ts';
import type { ProgrammesRoom } from './index.server.ts';
import type { LiveEvent } from './record.ts';

/**
 * A programme's record as topics of live streams: `journal:<programme>` for programs, with every entry as the API shows
 * it, and `events:<programme>` for browsers, which learn only what happened to what and then ask for what they show.
 */
export function recordTopics(
  room: Pick<ProgrammesRoom, 'recordHead'>,
  deps: EventPagesDeps
): LiveTopic<Actor>[] {
  const topic = (
    kind: string,
    bytes: (programme: Id, after: number, events: RecordedEvent[]) => Uint8Array
  ): LiveTopic<Actor> => ({
    kind,
    async admit(actor, programme) {
      await room.recordHead(actor, programme);
      return { programme };
    },
    open(programme, changed) {
      const pages = eventPages(programme, deps, changed);
      const made = new WeakMap<RecordedEvent[], Piece>();
      return {
        async read(cursor) {
          const after = placeIn(cursor);
          const { events, isLast } = await pages.after(after);
          const last = events.at(-1);
          if (!last) return null;
          const piece = made.get(events) ?? {
            cursor: String(last.seq),
            isLast,
            bytes: bytes(programme, after, events)
          };
          made.set(events, piece);
          return piece;
        },
        close: pages.close
      };
    }
  });
  return [
    topic('journal', (_, __, events) =>
      bytesOf(events.map((event) => message(JSON.stringify(event), { id: String(event.seq) })).join(''))
    ),
    topic('events', (programme, from, events) =>
      sharedPiece({
        topic: `events:${programme}`,
        from,
        cursor: String(events.at(-1)!.seq),
        data: events.map(asLiveEvent) as Json
      })
    )
  ];
}

// Nothing personal: what was said with an event, and its proofs, are for those who ask for the record.
function asLiveEvent({ seq, type, subject, data }: RecordedEvent): LiveEvent {
  return { seq, type, subject, data: withoutCommitments(data) };
}

function withoutCommitments(data: RecordedEvent['data'] = {}): LiveEvent['data'] {
  return Object.fromEntries(Object.entries(data).filter(([key]) => key !== 'commitments'));
}
