import type { Actor } from '#lib/access/index.ts';
import { actingAs } from '#lib/programmes/index.server.ts';
import { parse, Problem, type Id } from '#lib/kernel/index.ts';
import type { VersionsDeps } from './deps.server.ts';
import { restoring } from './input.ts';
import { restoreSections } from './restoreSections.server.ts';

/** Where the text is after it was restored; `changed` is false when it already said this. */
export type Restored = { seq: number; changed: boolean };

/**
 * Makes a brief's text, or one section of it, say again what it said when it stood at `seq`: as a new edit of whoever asks.
 * Nothing is erased, and every word stays its author's.
 * @throws Problem `not_found` (also: the place or the section), `not_signed_in`, `forbidden`, `invalid_input`,
 * `conflict` (others write without a pause), `document_epoch_ended`, `storage_unavailable`
 */
export const restoreText =
  (deps: VersionsDeps) =>
  async (actor: Actor, brief: Id, input: unknown): Promise<Restored> => {
    const standing = await deps.briefs.standing(actor, brief);
    const { seq, section } = parse(restoring, input);
    const document = await deps.briefs.documentOf(brief);
    let then: Awaited<ReturnType<VersionsDeps['documentAt']>> | null = null;
    try {
      const told = await deps.briefs.editText(actor, brief, async (doc) => {
        then ??= await deps.documentAt(document, seq);
        return restoreSections(doc, then.doc, section ?? undefined);
      });
      if (!told.changed) return { seq: told.seq, changed: false };
      if (actor.kind !== 'person') throw new Problem('not_signed_in');
      await deps.write((unit) =>
        unit.record({
          ...{ chain: standing.programme.id, type: 'version.restored', actor: actor.person.id },
          ...{ affiliation: actingAs(standing), subject: { kind: 'brief', id: brief } },
          data: { from: seq, seq: told.seq, ...(section && { section }) }
        })
      );
      return { seq: told.seq, changed: true };
    } finally {
      (then as { doc: { destroy(): void } } | null)?.doc.destroy();
    }
  };
