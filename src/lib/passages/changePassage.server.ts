import { actorId, guard, type Actor, type Standing } from '#lib/access/index.ts';
import { parse, Problem, type Id, type Json, type Unit } from '#lib/kernel/index.ts';
import { actingAs } from '#lib/programmes/index.server.ts';
import type { PassagesDeps } from './deps.server.ts';
import { passageChange } from './input.ts';
import { changePassage as changeRow, findPassage, type StoredPassage } from './passageStore.server.ts';
import { loadPassage, mayChange } from './queries.server.ts';

/**
 * Says that a passage is something else to the brief.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input`
 */
export const changePassageKind =
  (deps: PassagesDeps) =>
  async (actor: Actor, id: Id, input: unknown): Promise<void> => {
    const { passage, standing } = await loadToChange(deps, actor, id);
    const { kind } = parse(passageChange, input);
    await deps.write(async (unit) => {
      const now = await stillThere(unit, passage);
      if (now.kind === kind) return;
      await changeRow(unit, id, { kind });
      await recordChange(unit, { actor, standing, passage }, 'passage.kind_changed', {
        from: now.kind,
        to: kind
      });
    });
  };

/**
 * Takes a passage away from beside the text; it stays readable at its own address. Doing it twice changes nothing.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`
 */
export const removePassage =
  (deps: PassagesDeps) =>
  async (actor: Actor, id: Id): Promise<void> => {
    const { passage, standing } = await loadToChange(deps, actor, id);
    await deps.write(async (unit) => {
      const now = await findPassage(unit, id);
      if (!now || now.removedAt !== null) return;
      await changeRow(unit, id, { removedAt: deps.clock(), removedBy: actorId(actor) });
      await recordChange(unit, { actor, standing, passage }, 'passage.removed', { kind: now.kind });
    });
  };

/** @throws Problem `not_found`, `not_signed_in`, `forbidden` */
export async function loadToChange(deps: PassagesDeps, actor: Actor, id: Id) {
  const loaded = await loadPassage(deps, actor, id);
  if (!(await mayChange(deps, actor, loaded.passage, loaded.standing)))
    guard(actor, 'passage.manage', loaded.standing);
  return loaded;
}

/** @throws Problem `conflict` when it was taken away meanwhile */
export async function stillThere(unit: Unit, { id }: Pick<StoredPassage, 'id'>): Promise<StoredPassage> {
  const now = await findPassage(unit, id);
  if (!now || now.removedAt !== null) throw new Problem('conflict');
  return now;
}

/** Writes what somebody did to a passage into the record, and tells those who follow the brief. */
export async function recordChange(
  unit: Unit,
  { actor, standing, passage }: { actor: Actor; standing: Standing; passage: StoredPassage },
  type: string,
  data: { readonly [key: string]: Json },
  committed?: { readonly [key: string]: Json }
): Promise<void> {
  await unit.record({
    ...{ chain: passage.programme, type, actor: actorId(actor), affiliation: actingAs(standing) },
    subject: { kind: 'passage', id: passage.id },
    data: { brief: passage.brief, ...data },
    ...(committed && { committed })
  });
  unit.announce({ kind: 'passages', brief: passage.brief });
}
