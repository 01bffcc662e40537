import type { Actor, Standing } from '#lib/access/index.ts';
import type {
  ChainId,
  Clock,
  Id,
  Json,
  RecordedEvent,
  Rows,
  SubjectRef,
  Unit,
  Write
} from '#lib/kernel/index.ts';
import type { SectorMembers } from '#lib/programmes/index.ts';
import type { CommittedDocument, DocumentActivity } from '#lib/sync/index.ts';

import type { Carried } from '#lib/sync/index.server.ts';

/** One stored update, without its bytes. */
export type LoggedUpdate = { seq: number; author: Id | 'system'; affiliation: Json; at: number };

/** What the briefs room is handed by the wiring. */
export type BriefsDeps = {
  read: Rows;
  write: Write;
  clock: Clock;
  /** asks who this is now. @throws Problem `not_signed_in` when session, token or account have ended */
  revalidate(actor: Actor): Promise<Actor>;
  programmes: {
    standing(actor: Actor, programme: Id): Promise<Standing>;
    listMembers(actor: Actor, programme: Id): Promise<SectorMembers[]>;
  };
  sync: {
    createDocument(
      unit: Unit,
      document: { id: Id; kind: string; programme: Id; subject: SubjectRef; initial?: Uint8Array }
    ): Promise<unknown>;
    /** a clone of what is committed */
    read(document: Id): Promise<CommittedDocument>;
    /** the same as it was at a sequence, or at the nearest stored one before */
    readAt(document: Id, seq: number): Promise<CommittedDocument & { at: number | null }>;
    /** @throws Problem `conflict` when `onlyAt` is given and the document has moved on */
    append(
      document: Id,
      edit: {
        author: Id;
        affiliation: Json;
        update: Uint8Array;
        onlyAt?: number;
        repeats?: readonly Carried[];
      }
    ): Promise<{ seq: number }>;
    history(
      document: Id,
      page: { after: number; limit: number } | { before: number; limit: number }
    ): Promise<LoggedUpdate[]>;
  };
  people(ids: readonly Id[]): Promise<Map<Id, { name: string; kind: 'full' | 'guest'; account: Id }>>;
  journal: {
    head(chain: ChainId): Promise<{ seq: number }>;
    listEvents(chain: ChainId, page: { after?: number; limit?: number }): Promise<RecordedEvent[]>;
  };
  activity: DocumentActivity;
};
