import { actorId, guard, type Actor } from '#lib/access/index.ts';
import { newId, parse, Problem, type Id, type Json } from '#lib/kernel/index.ts';
import type { ProgrammesDeps } from './deps.server.ts';
import { newPhases } from './phaseInput.ts';
import { inOrder, type Phase } from './phase.ts';
import { listPhases, replacePhases } from './phaseStore.server.ts';
import { findProgramme } from './programmeStore.server.ts';
import { actingAs, loadStanding } from './standing.server.ts';

/**
 * Makes these the programme's phases, in the order they begin; one that carries the id of a phase there is that phase.
 * Setting what is already there records nothing.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input` (fields as `phases.2.endsOn`)
 */
export const setPhases =
  ({ read, write }: ProgrammesDeps) =>
  async (actor: Actor, programme: Id, input: unknown): Promise<Phase[]> => {
    const standing = await loadStanding(read, actor, programme);
    guard(actor, 'programme.update', standing);
    const { phases: wanted } = parse(newPhases, input);
    return write(async (unit) => {
      if (!(await findProgramme(unit, programme))) throw new Problem('not_found');
      const before = (await listPhases(unit, [programme])).get(programme) ?? [];
      const known = new Set(before.map(({ id }) => id));
      // An id from elsewhere is not taken over: it might be another programme's.
      const after = inOrder(wanted).map(({ id, ...phase }): Phase => {
        const isKept = id !== undefined && known.delete(id);
        return { id: isKept ? id : newId(), ...phase };
      });
      if (JSON.stringify(before) === JSON.stringify(after)) return before;
      await replacePhases(unit, programme, after);
      await unit.record({
        ...{ chain: programme, actor: actorId(actor), affiliation: actingAs(standing) },
        type: 'programme.phases_changed',
        subject: { kind: 'programme', id: programme },
        ...told(after)
      });
      return after;
    });
  };

// Titles are people's own words: they may have to be redacted.
function told(phases: readonly Phase[]) {
  return {
    data: { phases: phases.map(({ id, kind, startsOn, endsOn }) => ({ id, kind, startsOn, endsOn })) },
    committed: {
      titles: phases.map(({ title, titleTranslated }) => ({ title, titleTranslated })) as Json
    }
  };
}
