import type { Actor } from '#lib/access/index.ts';
import type { BriefDetail } from '#lib/briefs/index.ts';
import type { Id } from '#lib/kernel/index.ts';
import type { DeletedAt, VoiceAt } from '#lib/sync/index.server.ts';
import type { CommittedDocument, DocumentHead } from '#lib/sync/index.ts';

/** What the voices room is handed by the wiring. */
export type VoicesDeps = {
  briefs: {
    /** @throws Problem `not_found` when there is none, or none this actor may read */
    getBrief(actor: Actor, id: Id): Promise<BriefDetail>;
  };
  sync: {
    readVoices(document: Id, seq?: number): Promise<CommittedDocument & { voiceAt: VoiceAt }>;
    readDeleters(
      document: Id,
      after: number,
      upTo: number
    ): Promise<CommittedDocument & { deletedAt: DeletedAt }>;
  };
  activity: { heads(documents: readonly Id[]): Promise<Map<Id, DocumentHead>> };
  people(ids: readonly Id[]): Promise<Map<Id, { name: string; account: Id }>>;
};
