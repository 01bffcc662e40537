import { actorId, guard, type Actor } from '#lib/access/index.ts';
import { parse, Problem, type Id } from '#lib/kernel/index.ts';
import { actingAs } from '#lib/programmes/index.server.ts';
import type { FramingDeps } from './deps.server.ts';
import { listAnswers, putAnswer } from './framingStore.server.ts';
import { intakeGiven } from './input.ts';

/**
 * Answers one question of the intake test; the last answer counts, all are in the record.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input` ("no" without a reason)
 */
export const answerIntake =
  (deps: FramingDeps) =>
  async (actor: Actor, brief: Id, input: unknown): Promise<void> => {
    const standing = await deps.briefs.standing(actor, brief);
    guard(actor, 'intake.answer', standing);
    const { question, answer, reason } = parse(intakeGiven, input);
    if (answer === 'no' && reason === null)
      throw new Problem('invalid_input', [{ field: 'reason', reason: 'required' }]);
    await deps.write(async (unit) => {
      const before = (await listAnswers(unit, brief)).find((one) => one.question === question);
      if (before?.answer === answer && before.reason === reason) return;
      const by = actorId(actor);
      await putAnswer(unit, brief, { question, answer, reason, by, at: deps.clock() });
      await unit.record({
        ...{ chain: standing.programme.id, type: 'brief.intake_answered', actor: by },
        affiliation: actingAs(standing),
        subject: { kind: 'brief', id: brief },
        data: { question, answer },
        ...(reason !== null && { committed: { reason } })
      });
    });
  };
