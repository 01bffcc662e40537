import { actorId, guard, type Actor } from '#lib/access/index.ts';
import { Problem, type Id } from '#lib/kernel/index.ts';
import { actingAs } from '#lib/programmes/index.server.ts';
import type { FramingDeps } from './deps.server.ts';
import { findWord, putWord } from './framingStore.server.ts';

/**
 * The responder says that they will answer this brief. Nobody can say it for them.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden` (not the responder, or one without an account)
 */
export const giveWord =
  (deps: FramingDeps) =>
  async (actor: Actor, brief: Id): Promise<void> => {
    const standing = await deps.briefs.standing(actor, brief);
    guard(actor, 'brief.read', standing);
    if (actor.kind !== 'person') throw new Problem('not_signed_in');
    if (!standing.membership || !standing.assignments?.includes('responder')) throw new Problem('forbidden');
    const me = actorId(actor);
    await deps.write(async (unit) => {
      if ((await findWord(unit, brief))?.account === me) return;
      await putWord(unit, brief, me, deps.clock());
      await unit.record({
        ...{ chain: standing.programme.id, type: 'brief.responder_confirmed', actor: me },
        affiliation: actingAs(standing),
        subject: { kind: 'brief', id: brief }
      });
    });
  };
