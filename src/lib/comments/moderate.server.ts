import { actorId, guard, type Actor } from '#lib/access/index.ts';
import { parse, Problem, type Id } from '#lib/kernel/index.ts';
import { actingAs } from '#lib/programmes/index.server.ts';
import { changeComment } from './commentStore.server.ts';
import type { CommentsDeps } from './deps.server.ts';
import { decision, rule } from './input.ts';
import { loadComment, sameComment } from './queries.server.ts';
import { holdsComments, putReadUntil, putRule, readUntil } from './ruleStore.server.ts';
import { tellOf } from './writeComment.server.ts';

/**
 * Lets a held comment through, or does not. From then on it is in the record; the words of one that was refused never are.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input`, `conflict` (somebody has decided meanwhile)
 */
export const decideComment =
  (deps: CommentsDeps) =>
  async (actor: Actor, id: Id, input: unknown): Promise<void> => {
    const { comment, thread, standing, may } = await loadComment(deps, actor, id);
    guard(actor, 'comment.moderate', standing);
    const { show } = parse(decision, input);
    if (!may.decide) throw new Problem('conflict');
    await deps.write(async (unit) => {
      const now = await sameComment(unit, comment);
      const { programme, brief, author, text } = now;
      const by = actorId(actor);
      const { seq } = await unit.record({
        ...{ chain: programme, type: show ? 'comment.released' : 'comment.refused', actor: by },
        ...{ affiliation: actingAs(standing), subject: { kind: 'comment', id: show ? thread.id : id } },
        data: { brief, ...(show && { comment: id, author }) },
        ...(show && { committed: { text: text! } })
      });
      const decided = { at: deps.clock(), by, state: show ? ('shown' as const) : ('refused' as const) };
      await changeComment(unit, id, { decided, recorded: show ? [seq] : [] });
      const common = { programme, brief, thread: thread.id, comment: id, by };
      const to = [{ kind: 'person' as const, id: author }];
      await deps.tell(unit, { ...common, what: show ? 'let_through' : 'refused', to });
      if (!show) return;
      await tellOf(deps, unit, now);
      unit.announce({ kind: 'comments', brief });
    });
  };

/**
 * Says whether what commenters write in a programme waits until a facilitator or a brief's steward lets it through. What was
 * written before stays as it is.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input`
 */
export const ruleComments =
  (deps: CommentsDeps) =>
  async (actor: Actor, programme: Id, input: unknown): Promise<void> => {
    const standing = await deps.programmeStanding(actor, programme);
    guard(actor, 'comment.moderate', standing);
    const { holds } = parse(rule, input);
    await deps.write(async (unit) => {
      if ((await holdsComments(unit, programme)) === holds) return;
      const by = actorId(actor);
      await putRule(unit, { programme, holds, at: deps.clock(), by });
      await unit.record({
        ...{ chain: programme, type: 'comment.rule_changed', actor: by, affiliation: actingAs(standing) },
        ...{ subject: { kind: 'programme', id: programme }, data: { holds } }
      });
    });
  };

/**
 * Keeps that somebody has read a brief's comments up to a time (ms); it never goes back. Who is not signed in has nothing to keep.
 * @throws Problem `not_found`
 */
export const markRead =
  (deps: CommentsDeps) =>
  async (actor: Actor, brief: Id, until: number): Promise<void> => {
    guard(actor, 'brief.read', await deps.standing(actor, brief));
    if (actor.kind !== 'person') return;
    const account = actor.person.id;
    const upTo = Math.min(until, deps.clock());
    if ((await readUntil(deps.read, brief, account)) >= upTo) return;
    await deps.write((unit) => putReadUntil(unit, brief, account, upTo));
  };
