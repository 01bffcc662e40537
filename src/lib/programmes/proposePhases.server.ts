import { guard, type Actor } from '#lib/access/index.ts';
import { Problem, type Id } from '#lib/kernel/index.ts';
import type { ProgrammesDeps } from './deps.server.ts';
import type { PhaseDraft } from './phase.ts';
import { listPhases } from './phaseStore.server.ts';
import { findProgramme } from './programmeStore.server.ts';
import { loadStanding } from './standing.server.ts';
import { templatePhases } from './templatePhases.ts';

/**
 * The phases of the programme's kind, laid around its dates, for `setPhases` to take once somebody has looked at them.
 * Nothing is stored. A phase of the same kind that is there already stays that phase.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`
 */
export const proposePhases =
  ({ read, today }: ProgrammesDeps) =>
  async (actor: Actor, id: Id): Promise<PhaseDraft[]> => {
    guard(actor, 'programme.update', await loadStanding(read, actor, id));
    const programme = await findProgramme(read, id);
    if (!programme) throw new Problem('not_found');
    const there = [...((await listPhases(read, [id])).get(id) ?? [])];
    return templatePhases(programme, today()).map((phase): PhaseDraft => {
      const at = there.findIndex(({ kind }) => kind === phase.kind);
      const [same] = at < 0 ? [] : there.splice(at, 1);
      return { ...phase, id: same?.id ?? null };
    });
  };
