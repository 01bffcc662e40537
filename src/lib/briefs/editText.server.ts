import type * as Y from 'yjs';
import type { Actor } from '#lib/access/index.ts';
import { Problem, type Id } from '#lib/kernel/index.ts';
import type { Carried } from '#lib/sync/index.server.ts';
import type { BriefsDeps } from './deps.server.ts';
import { clientIds, mayWrite, turns } from './writeText.server.ts';

/** How often an edit that must not meet another one is worked out anew. */
const TRIES = 20;

/**
 * Makes one edit of the person who asks out of what another room does to a copy of the text. It is worked out anew when
 * somebody was quicker. What the room returns says which new words repeat earlier ones and so stay their author's.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `conflict`, `document_epoch_ended`, `storage_unavailable`
 */
export function editText(
  deps: BriefsDeps
): (
  actor: Actor,
  id: Id,
  change: (doc: Y.Doc) => Promise<readonly Carried[]>
) => Promise<{ seq: number; changed: boolean }> {
  const inTurn = turns();
  const clients = clientIds();
  return async (actor, id, change) => {
    const { brief, author } = await mayWrite(deps, actor, id);
    // One after the other: two edits under one client id at once would be two versions of the same clock.
    return inTurn(brief.textDocument, async () => {
      for (let tries = 1; ; tries++) {
        const { doc, seq, ref } = await deps.sync.read(brief.textDocument);
        doc.clientID = clients(author, `${ref.id}.${ref.epoch}`);
        const updates: Uint8Array[] = [];
        doc.on('update', (bytes: Uint8Array) => updates.push(bytes));
        const repeats = await change(doc).finally(() => doc.destroy());
        // Reading may have waited for others; meanwhile the writer may have been removed, or may stand elsewhere.
        const { affiliation } = await mayWrite(deps, await deps.revalidate(actor), id);
        const [update] = updates;
        if (!update) return { seq, changed: false };
        try {
          const edit = { author, affiliation, update, repeats, onlyAt: seq };
          return { seq: (await deps.sync.append(brief.textDocument, edit)).seq, changed: true };
        } catch (error) {
          const hasMoved = error instanceof Problem && error.code === 'conflict';
          if (!hasMoved || tries === TRIES) throw error;
        }
      }
    });
  };
}
