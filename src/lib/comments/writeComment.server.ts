import { guard, type Actor, type Standing } from '#lib/access/index.ts';
import { newId, parse, Problem, type Id, type Unit } from '#lib/kernel/index.ts';
import { actingAs } from '#lib/programmes/index.server.ts';
import { MOST_IN_THREAD, MOST_THREADS, type CommentState } from './comment.ts';
import {
  findComment,
  findThread,
  insertComment,
  insertThread,
  listCommentRows,
  listThreadRows,
  type StoredComment,
  type StoredThread
} from './commentStore.server.ts';
import type { CommentsDeps } from './deps.server.ts';
import { newThread, words } from './input.ts';
import { mentionsIn } from './mentions.ts';
import { loadThread } from './queries.server.ts';
import { holdsComments } from './ruleStore.server.ts';
import { viewerOf } from './viewer.ts';

/** What was written, and whether it waits until somebody lets it through. */
export type Written = { id: Id; thread: Id; state: CommentState };

/**
 * Begins a thread on a stretch of a brief's text. Sent again with the same `id` by the same person, it answers with what is there.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input`, `conflict` (the words stand nowhere any more, or
 * the id is of another one), `comments_full`
 */
export const openThread =
  (deps: CommentsDeps) =>
  async (actor: Actor, brief: Id, input: unknown): Promise<Written> => {
    const standing = await deps.standing(actor, brief);
    guard(actor, 'comment.create', standing);
    const wanted = parse(newThread, input);
    const place = await deps.preparePlace(actor, brief, wanted.on);
    const id = wanted.id ?? newId();
    return deps.write(async (unit) => {
      const there = await findThread(unit, id);
      if (there) return repeated(unit, there, actor);
      if ((await listThreadRows(unit, brief)).length >= MOST_THREADS) throw new Problem('comments_full');
      await place.insert(unit);
      const thread: StoredThread = {
        ...{ id, programme: standing.programme.id, brief, passage: place.id, createdAt: deps.clock() },
        ...{ resolvedAt: null, resolvedBy: null }
      };
      await insertThread(unit, thread);
      return say(deps, unit, { actor, standing, thread, id: newId(), text: wanted.text, isFirst: true });
    });
  };

/**
 * Answers in a thread; one that was resolved stays so. Sent again with the same `id` by the same person, it answers with what is there.
 * @throws Problem `not_found`, `not_signed_in`, `forbidden`, `invalid_input`, `conflict` (what it would answer still waits to
 * be let through, or the id is of another one), `comments_full`
 */
export const reply =
  (deps: CommentsDeps) =>
  async (actor: Actor, id: Id, input: unknown): Promise<Written> => {
    const { thread, standing } = await loadThread(deps, actor, id);
    guard(actor, 'comment.create', standing);
    const wanted = parse(words, input);
    const comment = wanted.id ?? newId();
    return deps.write(async (unit) => {
      const there = await findComment(unit, comment);
      if (there) return repeatedComment(there, thread, actor);
      const said = await listCommentRows(unit, thread.brief, thread.id);
      // An answer would tell everybody that something waits.
      if (!said.some(({ state }) => state === 'shown')) throw new Problem('conflict');
      if (said.length >= MOST_IN_THREAD) throw new Problem('comments_full');
      return say(deps, unit, { actor, standing, thread, id: comment, text: wanted.text, isFirst: false });
    });
  };

type Saying = {
  actor: Actor;
  standing: Standing;
  thread: StoredThread;
  id: Id;
  text: string;
  isFirst: boolean;
};

async function say(deps: CommentsDeps, unit: Unit, saying: Saying): Promise<Written> {
  const { actor, standing, thread, id, text, isFirst } = saying;
  if (actor.kind !== 'person' || !standing.membership) throw new Problem('not_signed_in');
  const { programme, brief } = thread;
  const author = actor.person.id;
  const last = (await listCommentRows(unit, brief, thread.id)).at(-1);
  const { moderates } = viewerOf(actor, standing, deps.clock());
  const state = !moderates && (await holdsComments(unit, programme)) ? 'held' : 'shown';
  const comment: StoredComment = {
    ...{ id, programme, brief, thread: thread.id, author, affiliation: standing.membership.affiliation },
    // Never at the same time as the one before, so that their order is theirs for good.
    ...{
      at: Math.max(deps.clock(), (last?.at ?? 0) + 1),
      text,
      editedAt: null,
      removedAt: null,
      state,
      recorded: []
    }
  };
  if (state === 'held') {
    await insertComment(unit, comment);
    return { id, thread: thread.id, state };
  }
  const { seq } = await unit.record({
    ...{ chain: programme, type: isFirst ? 'comment.thread_opened' : 'comment.written', actor: author },
    ...{ affiliation: actingAs(standing), subject: { kind: 'comment', id: thread.id } },
    ...{ data: { brief, comment: id }, committed: { text } }
  });
  await insertComment(unit, { ...comment, recorded: [seq] });
  await tellOf(deps, unit, comment);
  unit.announce({ kind: 'comments', brief });
  return { id, thread: thread.id, state };
}

/** Tells those who are spoken to, and those who have spoken in the thread. */
export async function tellOf(deps: CommentsDeps, unit: Unit, comment: StoredComment): Promise<void> {
  const { programme, brief, thread, id, author, text } = comment;
  const common = { programme, brief, thread, comment: id, by: author };
  const mentioned = mentionsIn(text ?? '');
  if (mentioned.length > 0) await deps.tell(unit, { ...common, what: 'mentioned', to: mentioned });
  const before = await listCommentRows(unit, brief, thread);
  const others = new Set(before.flatMap((one) => (one.state === 'shown' ? [one.author] : [])));
  others.delete(author);
  const to = [...others].map((person) => ({ kind: 'person' as const, id: person }));
  if (to.length > 0) await deps.tell(unit, { ...common, what: 'answered', to });
}

async function repeated(unit: Unit, thread: StoredThread, actor: Actor): Promise<Written> {
  const [first] = await listCommentRows(unit, thread.brief, thread.id);
  if (!first) throw new Problem('conflict');
  return repeatedComment(first, thread, actor);
}

function repeatedComment(comment: StoredComment, thread: StoredThread, actor: Actor): Written {
  const isSame =
    comment.thread === thread.id && actor.kind === 'person' && actor.person.id === comment.author;
  if (!isSame) throw new Problem('conflict');
  return { id: comment.id, thread: thread.id, state: comment.state };
}
