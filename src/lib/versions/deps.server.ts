import type * as Y from 'yjs';
import type { Actor, Standing } from '#lib/access/index.ts';
import type { BriefsRoom } from '#lib/briefs/index.server.ts';
import type { SectionText } from '#lib/briefs/index.ts';
import type { Clock, Id, Rows, Write } from '#lib/kernel/index.ts';
import type { DocumentHead } from '#lib/sync/index.ts';

/** What the versions room is handed by the wiring. */
export type VersionsDeps = {
  read: Rows;
  write: Write;
  clock: Clock;
  briefs: {
    /** @throws Problem `not_found` for an unknown brief */
    standing(actor: Actor, brief: Id): Promise<Standing>;
    /** the id of the brief's text document */
    documentOf(brief: Id): Promise<Id>;
    /** the committed text */
    text(brief: Id): Promise<{ seq: number; sections: readonly SectionText[] }>;
    /** one edit of the actor's, worked out on a copy; see the briefs room */
    editText: BriefsRoom['editText'];
  };
  /** a copy of a document as it was at a place of its log. @throws Problem `not_found` */
  documentAt(document: Id, seq: number): Promise<{ doc: Y.Doc }>;
  activity: { heads(documents: readonly Id[]): Promise<Map<Id, DocumentHead>> };
  people(ids: readonly Id[]): Promise<Map<Id, { name: string }>>;
};
