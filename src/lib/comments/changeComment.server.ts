import { actorId, guard, type Actor, type Standing } from '#lib/access/index.ts';
import { parse, Problem, type Id, type Unit } from '#lib/kernel/index.ts';
import { actingAs } from '#lib/programmes/index.server.ts';
import {
  changeComment as changeRow,
  findComment,
  findThread,
  listCommentRows,
  putReaction,
  putResolution,
  type StoredComment
} from './commentStore.server.ts';
import type { CommentsDeps, Fields } from './deps.server.ts';
import { newWords, reaction, resolution } from './input.ts';
import { loadComment, loadThread, sameComment } from './queries.server.ts';

/**
 * Changes one's own words, within a quarter of an hour; the record keeps both.
 * @throws Problem `not_found`, `forbidden`, `invalid_input`, `comment_settled` (too late), `conflict` (removed meanwhile)
 */
export const editComment =
  (deps: CommentsDeps) =>
  async (actor: Actor, id: Id, input: unknown): Promise<void> => {
    const { comment, standing, viewer, may } = await loadComment(deps, actor, id);
    guard(actor, 'comment.create', standing);
    const { text } = parse(newWords, input);
    if (!may.edit) throw new Problem(viewer.account === comment.author ? 'comment_settled' : 'forbidden');
    await deps.write(async (unit) => {
      const now = await sameComment(unit, comment);
      if (now.text === text) return;
      const at = deps.clock();
      if (now.state !== 'shown') return changeRow(unit, id, { text, editedAt: at });
      const seq = await record(unit, { actor, standing, comment }, 'comment.edited', {}, { text });
      await changeRow(unit, id, { text, editedAt: at, recorded: [...now.recorded, seq] });
    });
  };

/**
 * Takes a comment's words away, also out of the record; that it stood there, by whom and when, stays. Doing it twice changes nothing.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`
 */
export const removeComment =
  (deps: CommentsDeps) =>
  async (actor: Actor, id: Id): Promise<void> => {
    const { comment, standing, may } = await loadComment(deps, actor, id);
    if (comment.removedAt !== null) return;
    if (!may.remove) refuse(actor, standing);
    await deps.write(async (unit) => {
      const now = await findComment(unit, id);
      if (!now || now.removedAt !== null) return;
      const by = actorId(actor);
      await changeRow(unit, id, { text: null, removed: { at: deps.clock(), by }, recorded: [] });
      if (now.state !== 'shown') return;
      for (const seq of now.recorded)
        await deps.redact(unit, { actor: by, chain: now.programme, seq, fields: ['text'] });
      await record(unit, { actor, standing, comment }, 'comment.removed', { author: now.author });
    });
  };

/**
 * Says of a thread that it is settled, or open again. Saying so twice changes nothing.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input`, `conflict` (all of it still waits to be let through)
 */
export const resolveThread =
  (deps: CommentsDeps) =>
  async (actor: Actor, id: Id, input: unknown): Promise<void> => {
    const { thread, standing } = await loadThread(deps, actor, id);
    guard(actor, 'comment.create', standing);
    const { resolved } = parse(resolution, input);
    await deps.write(async (unit) => {
      const now = await findThread(unit, id);
      if (!now || (now.resolvedAt !== null) === resolved) return;
      const said = await listCommentRows(unit, now.brief, id);
      const shown = said.filter(({ state }) => state === 'shown');
      if (shown.length === 0) throw new Problem('conflict');
      const by = actorId(actor);
      await putResolution(unit, id, resolved ? { at: deps.clock(), by } : null);
      await unit.record({
        ...{ chain: thread.programme, type: resolved ? 'comment.resolved' : 'comment.reopened', actor: by },
        ...{ affiliation: actingAs(standing), subject: { kind: 'comment', id }, data: { brief: now.brief } }
      });
      const { programme, brief } = thread;
      const to = [...new Set(shown.map(({ author }) => author))]
        .filter((author) => author !== by)
        .map((author) => ({ kind: 'person' as const, id: author }));
      if (resolved && to.length > 0)
        await deps.tell(unit, { what: 'resolved', programme, brief, thread: id, comment: null, by, to });
      unit.announce({ kind: 'comments', brief });
    });
  };

/**
 * Says something to a comment with a mark, or takes it back. It is no act of record: nothing is decided by it.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input`, `conflict` (removed, or not for everybody yet)
 */
export const react =
  (deps: CommentsDeps) =>
  async (actor: Actor, id: Id, input: unknown): Promise<void> => {
    const { comment, standing } = await loadComment(deps, actor, id);
    guard(actor, 'comment.create', standing);
    const { kind, on } = parse(reaction, input);
    if (actor.kind !== 'person') throw new Problem('not_signed_in');
    const account = actor.person.id;
    await deps.write(async (unit) => {
      const now = await findComment(unit, id);
      if (!now || now.state !== 'shown' || now.removedAt !== null) throw new Problem('conflict');
      const mark = { comment: id, account, kind, programme: comment.programme, at: deps.clock() };
      if (await putReaction(unit, mark, on)) unit.announce({ kind: 'comments', brief: comment.brief });
    });
  };

async function record(
  unit: Unit,
  { actor, standing, comment }: { actor: Actor; standing: Standing; comment: StoredComment },
  type: string,
  data: Fields,
  committed?: Fields
): Promise<number> {
  const { seq } = await unit.record({
    ...{ chain: comment.programme, type, actor: actorId(actor), affiliation: actingAs(standing) },
    subject: { kind: 'comment', id: comment.thread },
    data: { brief: comment.brief, comment: comment.id, ...data },
    ...(committed && { committed })
  });
  unit.announce({ kind: 'comments', brief: comment.brief });
  return seq;
}

function refuse(actor: Actor, standing: Standing): never {
  guard(actor, 'comment.moderate', standing);
  throw new Problem('forbidden');
}
