import type { Actor, Affiliation, Standing } from '#lib/access/index.ts';
import { Problem, type Id, type Json, type Rows } from '#lib/kernel/index.ts';
import { findMembership } from './membershipStore.server.ts';
import { findProgramme } from './programmeStore.server.ts';

/**
 * What an actor is in a programme, as far as `rows` shows it. Does not decide anything: `guard()` does.
 * @throws Problem `not_found` when there is no such programme
 */
export async function loadStanding(rows: Rows, actor: Actor, programme: Id): Promise<Standing> {
  const found = await findProgramme(rows, programme);
  if (!found) throw new Problem('not_found');
  const member = actor.kind === 'person' ? await findMembership(rows, programme, actor.person.id) : undefined;
  const isPresent = member !== undefined && member.removedAt === null;
  return {
    programme: { id: found.id, visibility: found.visibility },
    membership: isPresent ? { role: member.role, affiliation: member.affiliation } : null
  };
}

/** What of an affiliation may stand in an event's data for ever: no free text, which may have to be redacted one day. */
export function publicAffiliation(affiliation: Affiliation): Json {
  return { sector: affiliation.sector, proof: affiliation.proof };
}

/** From where somebody acts, frozen onto the act; the journal keeps what they wrote themselves behind a commitment. */
export function frozen({ sector, organisation, capacity, proof }: Affiliation): Json {
  return { sector, organisation, capacity, proof };
}

/** The same for the actor of an act, null when they act without being a member. */
export function actingAs(standing: Standing): Json {
  return standing.membership ? frozen(standing.membership.affiliation) : null;
}
