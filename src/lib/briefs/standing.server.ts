import type { Actor, Standing } from '#lib/access/index.ts';
import { Problem, type Id } from '#lib/kernel/index.ts';
import type { AssignmentRole } from './brief.ts';
import { findBrief, listAssignments, type StoredBrief } from './briefStore.server.ts';
import type { BriefsDeps } from './deps.server.ts';

/** What an actor is for one brief: their standing in its programme and what they are assigned to. */
export type BriefStanding = Standing & { assignments: readonly AssignmentRole[] };

/**
 * A brief and what the actor is for it; `guard()` decides what that allows.
 * @throws Problem `not_found` when there is no such brief
 */
export async function loadBrief(
  deps: BriefsDeps,
  actor: Actor,
  id: Id
): Promise<{ brief: StoredBrief; standing: BriefStanding }> {
  const brief = await findBrief(deps.read, id);
  if (!brief) throw new Problem('not_found');
  const standing = await deps.programmes.standing(actor, brief.programme);
  const assigned = await listAssignments(deps.read, [id]);
  const mine = actor.kind === 'person' ? assigned.filter(({ account }) => account === actor.person.id) : [];
  return { brief, standing: { ...standing, assignments: mine.map(({ role }) => role) } };
}
