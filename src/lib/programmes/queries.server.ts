import { guard, type Actor } from '#lib/access/index.ts';
import { isId, parse, Problem, type Id, type RecordedEvent } from '#lib/kernel/index.ts';
import type { ProgrammesDeps } from './deps.server.ts';
import { page } from './input.ts';
import { listMemberships } from './membershipStore.server.ts';
import { overviews } from './overview.server.ts';
import type { Programme, ProgrammeOverview } from './programme.ts';
import { findProgramme, listVisibleProgrammes } from './programmeStore.server.ts';
import type { RecordPage, RecordPerson } from './record.ts';
import { loadStanding } from './standing.server.ts';

/** Public programmes and one's own, latest first; unlisted and private ones only for members (and admins). */
export const listProgrammes =
  (deps: ProgrammesDeps) =>
  async (actor: Actor): Promise<ProgrammeOverview[]> => {
    return overviews(deps, actor, await listVisibleProgrammes(deps.read, seerOf(actor)));
  };

function seerOf(actor: Actor) {
  return actor.kind === 'person'
    ? { account: actor.person.id, isAdmin: actor.person.isAdmin }
    : { account: null, isAdmin: actor.kind === 'system' };
}

/** The same without what takes longer to gather: for whoever only asks where somebody may look. */
export const visibleProgrammes =
  (deps: ProgrammesDeps) =>
  (actor: Actor): Promise<Programme[]> =>
    listVisibleProgrammes(deps.read, seerOf(actor));

/** @throws Problem `not_found` */
export const programmeFields =
  (deps: ProgrammesDeps) =>
  async (actor: Actor, id: Id): Promise<Programme> => {
    guard(actor, 'programme.read', await loadStanding(deps.read, actor, id));
    const programme = await findProgramme(deps.read, id);
    if (!programme) throw new Problem('not_found');
    return programme;
  };

/** @throws Problem `not_found` */
export const getProgramme =
  (deps: ProgrammesDeps) =>
  async (actor: Actor, id: Id): Promise<ProgrammeOverview> => {
    guard(actor, 'programme.read', await loadStanding(deps.read, actor, id));
    const programme = await findProgramme(deps.read, id);
    const [overview] = programme ? await overviews(deps, actor, [programme]) : [];
    if (!overview) throw new Problem('not_found');
    return overview;
  };

/**
 * A page of the programme's public record, oldest first, with the people it names.
 * @throws Problem `not_found`, `invalid_input`
 */
export const programmeRecord =
  (deps: ProgrammesDeps) =>
  async (
    actor: Actor,
    programme: Id,
    wanted: { after?: number; limit?: number } = {}
  ): Promise<RecordPage> => {
    guard(actor, 'journal.read', await loadStanding(deps.read, actor, programme));
    const { after, limit } = parse(page, wanted);
    const [head, events] = await Promise.all([
      deps.journal.head(programme),
      deps.journal.listEvents(programme, { after, limit })
    ]);
    const last = events.at(-1)?.seq;
    return {
      events,
      people: await peopleIn(deps, programme, events),
      head: head && { seq: head.seq, hash: head.hash },
      next: last !== undefined && head !== null && last < head.seq ? last : null
    };
  };

/**
 * Where the programme's record stands, for whoever may read it; `seq` 0 before its first entry.
 * @throws Problem `not_found`
 */
export const recordHead =
  (deps: ProgrammesDeps) =>
  async (actor: Actor, programme: Id): Promise<{ seq: number; hash: string }> => {
    guard(actor, 'journal.read', await loadStanding(deps.read, actor, programme));
    const { seq = 0, hash = '' } = (await deps.journal.head(programme)) ?? {};
    return { seq, hash };
  };

async function peopleIn(deps: ProgrammesDeps, programme: Id, events: readonly RecordedEvent[]) {
  const ids = [...new Set(events.flatMap(mentioned))];
  const [names, members] = await Promise.all([deps.people(ids), listMemberships(deps.read, [programme])]);
  const people: Record<Id, RecordPerson> = {};
  for (const [id, { name, kind, account }] of names) {
    const affiliation = members.find((member) => member.account === account)?.affiliation;
    people[id] = {
      ...{ name, kind },
      sector: affiliation?.sector ?? null,
      organisation: affiliation?.organisation ?? null
    };
  }
  return people;
}

function mentioned({ actor, subject, data }: RecordedEvent): Id[] {
  const ids = [
    actor,
    data?.account,
    ...(subject.kind === 'member' || subject.kind === 'account' ? [subject.id] : [])
  ];
  return ids.filter(isId);
}
