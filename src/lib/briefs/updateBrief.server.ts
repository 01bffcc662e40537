import { actorId, guard, type Actor } from '#lib/access/index.ts';
import { parse, Problem, type Id, type Json } from '#lib/kernel/index.ts';
import { actingAs } from '#lib/programmes/index.server.ts';
import type { Brief } from './brief.ts';
import { changeBrief, findBrief, type BriefChanges } from './briefStore.server.ts';
import type { BriefsDeps } from './deps.server.ts';
import { briefChanges } from './input.ts';
import { loadBrief } from './standing.server.ts';

/**
 * Changes the fields that are named, leaves the rest; a change of stage is an event of its own.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input`
 */
export const updateBrief =
  (deps: BriefsDeps) =>
  async (actor: Actor, id: Id, input: unknown): Promise<void> => {
    const { brief, standing } = await loadBrief(deps, actor, id);
    guard(actor, 'brief.update', standing);
    const wanted = parse(briefChanges, input);
    await deps.write(async (unit) => {
      const before = await findBrief(unit, id);
      if (!before) throw new Problem('not_found');
      const changes = realChanges(before, wanted);
      if (Object.keys(changes).length === 0) return;
      await changeBrief(unit, id, changes, deps.clock());
      const common = {
        ...{ chain: brief.programme, actor: actorId(actor), affiliation: actingAs(standing) },
        subject: { kind: 'brief', id } as const
      };
      const { stage, lang, ...texts } = changes;
      if (lang !== undefined || Object.keys(texts).length > 0) {
        await unit.record({
          ...{ ...common, type: 'brief.updated' },
          data: { changed: Object.keys({ ...texts, ...(lang && { lang }) }), ...(lang && { lang }) },
          ...(Object.keys(texts).length > 0 && { committed: texts as Record<string, Json> })
        });
      }
      if (stage !== undefined) {
        await unit.record({
          ...common,
          type: 'brief.stage_changed',
          data: { from: before.stage, to: stage }
        });
      }
    });
  };

function realChanges(before: Brief, wanted: BriefChanges): BriefChanges {
  const known: Readonly<Record<string, unknown>> = before;
  return Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) => value !== undefined && value !== known[field])
  );
}
