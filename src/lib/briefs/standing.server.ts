import type { Actor, Standing } from '#lib/access/index.ts';
import { Problem, type Id } from '#lib/kernel/index.ts';
import { findBrief, listAssignments, type StoredBrief } from './briefStore.server.ts';
import type { BriefsDeps } from './deps.server.ts';

/**
 * A brief and what the actor is for it; `guard()` decides what that allows.
 * @throws Problem `not_found` when there is no such brief
 */
export async function loadBrief(
  deps: BriefsDeps,
  actor: Actor,
  id: Id
): Promise<{ brief: StoredBrief; standing: Standing }> {
  const brief = await findBrief(deps.read, id);
  if (!brief) throw new Problem('not_found');
  const standing = await deps.programmes.standing(actor, brief.programme);
  const assigned = await listAssignments(deps.read, [id]);
  const mine = actor.kind === 'person' ? assigned.filter(({ account }) => account === actor.person.id) : [];
  return { brief, standing: { ...standing, assignments: mine.map(({ role }) => role) } };
}
