import { actorId, guard, type Actor } from '#lib/access/index.ts';
import { parse, Problem, type Id, type Json } from '#lib/kernel/index.ts';
import type { ProgrammesDeps } from './deps.server.ts';
import { programmeChanges, requireOrderedDates } from './input.ts';
import type { Programme } from './programme.ts';
import { changeProgramme, findProgramme, type ProgrammeChanges } from './programmeStore.server.ts';
import { actingAs, loadStanding } from './standing.server.ts';

/**
 * Changes what is named, leaves the rest. A change of visibility reaches open pages and sockets at once.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input`
 */
export const updateProgramme =
  ({ read, write }: ProgrammesDeps) =>
  async (actor: Actor, id: Id, input: unknown): Promise<void> => {
    const standing = await loadStanding(read, actor, id);
    guard(actor, 'programme.update', standing);
    const wanted = parse(programmeChanges, input);
    await write(async (unit) => {
      const before = await findProgramme(unit, id);
      if (!before) throw new Problem('not_found');
      const changes = realChanges(before, wanted);
      if (Object.keys(changes).length === 0) return;
      requireOrderedDates({ ...before, ...changes });
      await changeProgramme(unit, id, changes);
      const common = {
        ...{ chain: id, actor: actorId(actor), affiliation: actingAs(standing) },
        subject: { kind: 'programme', id } as const
      };
      const { visibility, ...others } = changes;
      if (Object.keys(others).length > 0) {
        await unit.record({ ...common, type: 'programme.updated', ...told(others) });
      }
      if (visibility !== undefined) {
        const data = { from: before.visibility, to: visibility };
        await unit.record({ ...common, type: 'programme.visibility_changed', data });
        unit.announce({ kind: 'rights', programme: id });
      }
    });
  };

function realChanges(before: Programme, wanted: ProgrammeChanges): ProgrammeChanges {
  const known: Readonly<Record<string, unknown>> = before;
  return Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) => value !== undefined && value !== known[field])
  );
}

const openFields = new Set(['kind', 'lang', 'startsOn', 'endsOn']);

/** Splits changes into what may stand in the record for ever and what people wrote themselves. */
function told(changes: ProgrammeChanges) {
  const entries = Object.entries(changes) as [string, Json][];
  const committed = Object.fromEntries(entries.filter(([field]) => !openFields.has(field)));
  return {
    data: {
      changed: entries.map(([field]) => field),
      ...Object.fromEntries(entries.filter(([field]) => openFields.has(field)))
    },
    ...(Object.keys(committed).length > 0 && { committed })
  };
}
