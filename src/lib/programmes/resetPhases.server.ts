import { guard, type Actor } from '#lib/access/index.ts';
import { Problem, type Id } from '#lib/kernel/index.ts';
import type { ProgrammesDeps } from './deps.server.ts';
import type { Phase } from './phase.ts';
import { findProgramme } from './programmeStore.server.ts';
import { setPhases } from './setPhases.server.ts';
import { loadStanding } from './standing.server.ts';
import { templatePhases } from './templatePhases.ts';

/**
 * Gives a programme the phases of its kind again, laid around its dates.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`
 */
export const resetPhases =
  (deps: ProgrammesDeps) =>
  async (actor: Actor, id: Id): Promise<Phase[]> => {
    guard(actor, 'programme.update', await loadStanding(deps.read, actor, id));
    const programme = await findProgramme(deps.read, id);
    if (!programme) throw new Problem('not_found');
    return setPhases(deps)(actor, id, { phases: templatePhases(programme) });
  };
