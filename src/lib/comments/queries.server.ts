import { guard, type Actor, type Standing } from '#lib/access/index.ts';
import { Problem, type Id, type Rows } from '#lib/kernel/index.ts';
import type { CommentView, Reaction, ThreadView } from './comment.ts';
import { reactionKinds } from './comment.ts';
import {
  findComment,
  findThread,
  listCommentRows,
  listReactionRows,
  listThreadRows,
  type StoredComment,
  type StoredReaction,
  type StoredThread
} from './commentStore.server.ts';
import type { CommentsDeps, KnownPlace } from './deps.server.ts';
import { mentionsIn } from './mentions.ts';
import { holdsComments, readUntil } from './ruleStore.server.ts';
import { mayDo, maySee, stranger, viewerOf, type Viewer } from './viewer.ts';

/**
 * A brief's threads, in the order of its text; each with what the one who asks may read.
 * @throws Problem `not_found`
 */
export const listThreads =
  (deps: CommentsDeps) =>
  async (actor: Actor, brief: Id): Promise<ThreadView[]> => {
    const standing = await deps.standing(actor, brief);
    guard(actor, 'brief.read', standing);
    return threadsOf(deps, brief, viewerOf(actor, standing, deps.clock()));
  };

/** What everybody may read of a brief's comments, whoever asks. */
export const publicThreads = (deps: CommentsDeps) => (brief: Id) => threadsOf(deps, brief, stranger);

/**
 * One thread.
 * @throws Problem `not_found`, also when nothing in it is for the one who asks
 */
export const getThread =
  (deps: CommentsDeps) =>
  async (actor: Actor, id: Id): Promise<ThreadView> => {
    const { thread, viewer } = await loadThread(deps, actor, id);
    const [view] = await threadsOf(deps, thread.brief, viewer, thread);
    if (!view) throw new Problem('not_found');
    return view;
  };

/** Whether what commenters write waits, and how much waits now. @throws Problem `not_found`, `forbidden` */
export const getRule =
  (deps: CommentsDeps) =>
  async (actor: Actor, programme: Id): Promise<{ holds: boolean }> => {
    guard(actor, 'programme.read', await deps.programmeStanding(actor, programme));
    return { holds: await holdsComments(deps.read, programme) };
  };

/** A thread somebody may read something in, with their standing. @throws Problem `not_found` */
export async function loadThread(
  deps: CommentsDeps,
  actor: Actor,
  id: Id
): Promise<{ thread: StoredThread; standing: Standing; viewer: Viewer; comments: StoredComment[] }> {
  const thread = await findThread(deps.read, id);
  if (!thread) throw new Problem('not_found');
  const standing = await deps.standing(actor, thread.brief);
  guard(actor, 'brief.read', standing);
  const viewer = viewerOf(actor, standing, deps.clock());
  const comments = await listCommentRows(deps.read, thread.brief, id);
  const accounts = await accountsOf(deps, comments);
  const isForThem = comments.some((one) => maySee({ ...one, account: accounts(one) }, viewer));
  if (!isForThem) throw new Problem('not_found');
  return { thread, standing, viewer, comments };
}

/** A comment somebody may read. @throws Problem `not_found` */
export async function loadComment(deps: CommentsDeps, actor: Actor, id: Id) {
  const comment = await findComment(deps.read, id);
  if (!comment) throw new Problem('not_found');
  const { thread, standing, viewer } = await loadThread(deps, actor, comment.thread);
  const account = (await accountsOf(deps, [comment]))(comment);
  if (!maySee({ ...comment, account }, viewer)) throw new Problem('not_found');
  return { comment, thread, standing, viewer, may: mayDo({ ...comment, account }, viewer) };
}

/** The same comment inside a transaction. @throws Problem `conflict` when it is not what it was */
export async function sameComment(
  rows: Rows,
  { id, state, removedAt }: StoredComment
): Promise<StoredComment> {
  const now = await findComment(rows, id);
  if (!now || now.state !== state || now.removedAt !== removedAt) throw new Problem('conflict');
  return now;
}

async function accountsOf(deps: CommentsDeps, comments: readonly StoredComment[]) {
  const people = await deps.people([...new Set(comments.map(({ author }) => author))]);
  return ({ author }: StoredComment): Id => people.get(author)?.account ?? author;
}

async function threadsOf(
  deps: CommentsDeps,
  brief: Id,
  viewer: Viewer,
  only?: StoredThread
): Promise<ThreadView[]> {
  const threads = only ? [only] : await listThreadRows(deps.read, brief);
  if (threads.length === 0) return [];
  const [comments, places, until] = await Promise.all([
    listCommentRows(deps.read, brief, only?.id),
    deps.places(brief),
    viewer.account === null ? Infinity : readUntil(deps.read, brief, viewer.account)
  ]);
  const shown = await viewsOf(deps, comments, viewer);
  const byThread = Map.groupBy(shown, ({ thread }) => thread);
  return threads
    .flatMap((thread): ThreadView[] => {
      const said = (byThread.get(thread.id) ?? []).map(({ view }) => view);
      const on = places.get(thread.passage);
      if (said.length === 0 || !on) return [];
      const isOpen = said.some(({ state }) => state === 'shown');
      return [
        {
          ...{ id: thread.id, programme: thread.programme, brief, createdAt: thread.createdAt },
          ...{ resolvedAt: thread.resolvedAt, resolvedBy: thread.resolvedBy },
          ...{ on: placeShown(on), comments: said },
          unread: said.filter(
            ({ at, state, author }) => isNews({ at, state }, until) && author !== viewer.account
          ).length,
          may: { reply: viewer.mayWrite && isOpen, resolve: viewer.mayWrite && isOpen }
        }
      ];
    })
    .sort(
      (a, b) => (a.on.place?.from ?? Infinity) - (b.on.place?.from ?? Infinity) || a.createdAt - b.createdAt
    );
}

const isNews = ({ at, state }: Pick<CommentView, 'at' | 'state'>, until: number) =>
  state === 'shown' && at > until;

function placeShown({ quote, lang, section, place, text, anchor }: KnownPlace): ThreadView['on'] {
  return { quote, lang, section, place, text, anchor };
}

async function viewsOf(
  deps: CommentsDeps,
  comments: readonly StoredComment[],
  viewer: Viewer
): Promise<{ thread: Id; view: CommentView }[]> {
  const spoken = new Map(comments.map(({ id, text }) => [id, peopleIn(text)]));
  const ids = new Set([...comments.map(({ author }) => author), ...[...spoken.values()].flat()]);
  const [people, reactions] = await Promise.all([
    deps.people([...ids]),
    listReactionRows(
      deps.read,
      comments.map(({ id }) => id)
    )
  ]);
  const marks = Map.groupBy(reactions, ({ comment }) => comment);
  return comments.flatMap((one) => {
    const account = people.get(one.author)?.account ?? one.author;
    if (!maySee({ ...one, account }, viewer)) return [];
    const { id, affiliation, at, text, editedAt, removedAt, state } = one;
    const mentioned = spoken.get(id)!.flatMap((person) => {
      const known = people.get(person);
      return known ? [{ id: person, name: known.name }] : [];
    });
    const view: CommentView = {
      ...{ id, author: account, name: people.get(one.author)?.name ?? '', affiliation, at, text },
      ...{ editedAt, removedAt, state, mentioned },
      reactions: counted(marks.get(id) ?? [], viewer.account),
      may: mayDo({ ...one, account }, viewer)
    };
    return [{ thread: one.thread, view }];
  });
}

function peopleIn(text: string | null): Id[] {
  return mentionsIn(text ?? '').flatMap((one) => (one.kind === 'person' ? [one.id] : []));
}

function counted(reactions: readonly StoredReaction[], account: Id | null): Reaction[] {
  return reactionKinds.flatMap((kind) => {
    const meant = reactions.filter((one) => one.kind === kind);
    if (meant.length === 0) return [];
    return [{ kind, count: meant.length, mine: meant.some((one) => one.account === account) }];
  });
}
