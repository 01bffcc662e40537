import { type Actor } from '#lib/access/index.ts';
import { parse, Problem, type Id } from '#lib/kernel/index.ts';
import { loadToChange, recordChange, stillThere } from './changePassage.server.ts';
import { stretchAt } from './createPassage.server.ts';
import type { PassagesDeps } from './deps.server.ts';
import type { Findings } from './findings.server.ts';
import { stoodBy } from './input.ts';
import { changePassage } from './passageStore.server.ts';
import { resolve } from './resolve.server.ts';
import { seenHash } from './seenHash.server.ts';

/**
 * Stands by what a passage says now: still right. From here on these are the words that later changes are compared with.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input`, `conflict` (it says something else by now, or is gone)
 */
export const confirmPassage =
  (deps: PassagesDeps, findings: Findings) =>
  async (actor: Actor, id: Id, input: unknown): Promise<void> => {
    const { passage, standing } = await loadToChange(deps, actor, id);
    const { text } = parse(stoodBy, input);
    const now = await findings.withText(passage.document, async ({ ref, seq, map }) => {
      const successors = await deps.sync.readSuccessors(ref);
      const anchor = passage.epoch === ref.epoch ? passage.anchor : null;
      const found = resolve(map, { ...passage, anchor }, successors);
      if (!found.place || !found.anchor || found.text !== text) throw new Problem('conflict');
      const { prefix, suffix } = stretchAt(map, found.place);
      return {
        ...{ epoch: ref.epoch, seq, place: found.place, section: found.place.section, anchor: found.anchor },
        ...{ seen: text, prefix, suffix, seenHash: seenHash(text) },
        ...{ status: 'in_sync' as const, reason: null, text }
      };
    });
    await deps.write(async (unit) => {
      const before = await stillThere(unit, passage);
      if (before.seen === text) return;
      await changePassage(unit, id, now);
      const said = { before: before.seen, after: text };
      await recordChange(unit, { actor, standing, passage }, 'passage.confirmed', {}, said);
    });
  };
