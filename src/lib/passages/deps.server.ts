import type { Actor, Standing } from '#lib/access/index.ts';
import type { Successors } from '#lib/briefs/index.server.ts';
import type { SectionText } from '#lib/briefs/index.ts';
import type { Clock, Id, Rows, Write } from '#lib/kernel/index.ts';
import type { CommittedDocument, DocumentActivity } from '#lib/sync/index.ts';

/** What the passages room is handed by the wiring. */
export type PassagesDeps = {
  read: Rows;
  write: Write;
  clock: Clock;
  briefs: {
    /** @throws Problem `not_found` for an unknown brief */
    standing(actor: Actor, brief: Id): Promise<Standing>;
    /** the id of the brief's text document, without its epoch; the same for good */
    documentOf(brief: Id): Promise<Id>;
    /** the committed text */
    text(brief: Id): Promise<{ seq: number; sections: readonly SectionText[] }>;
  };
  sync: {
    /** a clone of what is committed */
    read(document: Id): Promise<CommittedDocument>;
    /** the same as it was at a sequence */
    readAt(document: Id, seq: number): Promise<CommittedDocument>;
    readSuccessors(ref: { id: Id; epoch: number }): Promise<Successors>;
  };
  activity: Pick<DocumentActivity, 'heads'>;
  people(ids: readonly Id[]): Promise<Map<Id, { name: string; account: Id }>>;
};
