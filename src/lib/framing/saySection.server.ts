import { actorId, can, guard, type Actor, type Standing } from '#lib/access/index.ts';
import { isBlank } from '#lib/briefs/index.ts';
import { parse, Problem, type Id } from '#lib/kernel/index.ts';
import { actingAs } from '#lib/programmes/index.server.ts';
import type { FramingDeps } from './deps.server.ts';
import { listStandings, putState, type SectionStanding } from './framingStore.server.ts';
import { sectionSaid } from './input.ts';
import { mayMove, type Mover } from './sectionState.ts';
import { originalAmong, wordsHash } from './sectionWords.server.ts';

/**
 * Says where a section stands: being drafted, contested (with the reason), or agreed, which keeps the hash of its words.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input`, `section_empty`
 */
export const saySection =
  (deps: FramingDeps) =>
  async (actor: Actor, brief: Id, input: unknown): Promise<void> => {
    const standing = await deps.briefs.standing(actor, brief);
    guard(actor, 'section.contest', standing);
    const { section, state, reason } = parse(sectionSaid, input);
    const { sections } = await deps.briefs.briefText(actor, brief);
    const text = originalAmong(sections, section);
    if (state === 'contested' && reason === null)
      throw new Problem('invalid_input', [{ field: 'reason', reason: 'required' }]);
    if (state === 'agreed' && isBlank(text.blocks)) throw new Problem('section_empty');
    const textHash = state === 'agreed' ? wordsHash(text) : null;
    await deps.write(async (unit) => {
      const before = (await listStandings(unit, brief)).find((one) => one.section === section);
      const from = before?.state ?? 'drafting';
      const isSame = from === state && (before?.reason ?? null) === reason;
      if (isSame && (before?.textHash ?? null) === textHash) return;
      if (!mayMove(from, state, moverOf(actor, standing, before))) throw new Problem('forbidden');
      const affiliation = actingAs(standing);
      const by = actorId(actor);
      await putState(unit, brief, { section, state, reason, textHash, by, affiliation, at: deps.clock() });
      await unit.record({
        ...{ chain: standing.programme.id, type: 'section.state_changed', actor: by, affiliation },
        subject: { kind: 'brief', id: brief },
        data: { section, from, to: state, ...(textHash && { textHash }) },
        ...(reason !== null && { committed: { reason } })
      });
    });
  };

/** What somebody may do about a section, as the rules see them. */
export function moverOf(actor: Actor, standing: Standing, said: SectionStanding | undefined): Mover {
  return {
    writes: can(actor, 'brief.write', standing),
    contests: can(actor, 'section.contest', standing),
    keeps: can(actor, 'section.agree', standing),
    isWhoSaid: actor.kind === 'person' && said?.by === actor.person.id
  };
}
