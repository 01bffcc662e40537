import { actorId, can, guard, type Actor } from '#lib/access/index.ts';
import { parse, Problem, type Id } from '#lib/kernel/index.ts';
import { actingAs } from '#lib/programmes/index.server.ts';
import type { FramingDeps } from './deps.server.ts';
import { listStandings, putOwner } from './framingStore.server.ts';
import { sectionOwned } from './input.ts';
import { originalAmong } from './sectionWords.server.ts';

/**
 * Says which member looks after a section, or that nobody does. Who writes may take one that nobody has, and give up
 * their own; the rest is for those who keep the brief.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input` (also `account` of somebody not a member)
 */
export const ownSection =
  (deps: FramingDeps) =>
  async (actor: Actor, brief: Id, input: unknown): Promise<void> => {
    const standing = await deps.briefs.standing(actor, brief);
    guard(actor, 'brief.write', standing);
    const { section, account } = parse(sectionOwned, input);
    const { sections } = await deps.briefs.briefText(actor, brief);
    originalAmong(sections, section);
    const programme = standing.programme.id;
    if (account !== null) {
      const members = await deps.programmes.listMembers(actor, programme);
      if (!members.some((one) => one.members.some(({ id }) => id === account)))
        throw new Problem('invalid_input', [{ field: 'account', reason: 'not_allowed' }]);
    }
    const me = actorId(actor);
    await deps.write(async (unit) => {
      const before = (await listStandings(unit, brief)).find((one) => one.section === section)?.owner ?? null;
      if (before === account) return;
      const isOwn = (before === null && account === me) || (before === me && account === null);
      if (!isOwn && !can(actor, 'section.agree', standing)) throw new Problem('forbidden');
      await putOwner(unit, brief, section, account);
      await unit.record({
        ...{ chain: programme, type: 'section.owner_changed', actor: me, affiliation: actingAs(standing) },
        subject: { kind: 'brief', id: brief },
        data: { section, account }
      });
    });
  };
