import { actorId, guard, type Actor, type Affiliation } from '#lib/access/index.ts';
import { newId, parse, Problem, type Id } from '#lib/kernel/index.ts';
import type { ProgrammesDeps } from './deps.server.ts';
import { newProgramme } from './input.ts';
import { putMembership } from './membershipStore.server.ts';
import { replacePhases } from './phaseStore.server.ts';
import { findCreator, insertProgramme } from './programmeStore.server.ts';
import { frozen } from './standing.server.ts';
import { templatePhases } from './templatePhases.ts';

/**
 * Opens a programme with the phases of its kind; whoever creates it becomes its facilitator, speaking from the affiliation they declare.
 * Sent again with the same `id` by the same person, it answers with what is there and changes nothing.
 * @throws Problem `not_signed_in`, `forbidden` (guests), `invalid_input`, `conflict` (the id is somebody else's)
 */
export const createProgramme =
  ({ write, clock, today }: ProgrammesDeps) =>
  async (actor: Actor, input: unknown): Promise<{ id: Id }> => {
    guard(actor, 'programme.create');
    if (actor.kind !== 'person') throw new Problem('not_signed_in');
    const { id: drawn, affiliation: declared, ...wanted } = parse(newProgramme, input);
    const affiliation: Affiliation = { ...declared, proof: 'self_declared' };
    const id = drawn ?? newId();
    const account = actor.person.id;
    const at = clock();
    const { kind, lang, visibility, startsOn, endsOn, title, summary } = wanted;
    await write(async (unit) => {
      const creator = await findCreator(unit, id);
      if (creator === account) return;
      if (creator !== undefined) throw new Problem('conflict');
      await insertProgramme(unit, {
        ...{ id, kind, title, summary, lang, visibility, created_by: account, created_at: at },
        title_translated: wanted.titleTranslated,
        summary_translated: wanted.summaryTranslated,
        starts_on: startsOn,
        ends_on: endsOn
      });
      await replacePhases(unit, id, templatePhases(wanted, today()));
      await putMembership(unit, {
        ...{ programme_id: id, account_id: account, role: 'facilitator', ...affiliation },
        ...{ invitation_id: null, consented_at: at, created_at: at, removed_at: null }
      });
      const common = { chain: id, actor: actorId(actor), affiliation: frozen(affiliation) };
      await unit.record({
        ...common,
        type: 'programme.created',
        subject: { kind: 'programme', id },
        data: { kind, lang, visibility, startsOn, endsOn },
        committed: { title, summary }
      });
      await unit.record({
        ...common,
        type: 'member.joined',
        subject: { kind: 'member', id: account },
        data: { role: 'facilitator', sector: affiliation.sector, proof: affiliation.proof, invitation: null },
        committed: { organisation: affiliation.organisation, capacity: affiliation.capacity }
      });
    });
    return { id };
  };
