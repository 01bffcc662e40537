import type { Selectable } from 'kysely';
import { kysely } from '#db/rows.server.ts';
import type { CommentTable, CommentThreadTable } from '#db/schema/comments.ts';
import type { Affiliation } from '#lib/access/index.ts';
import type { Id, Rows, Unit } from '#lib/kernel/index.ts';
import type { CommentState, ReactionKind } from './comment.ts';

export type StoredThread = {
  id: Id;
  programme: Id;
  brief: Id;
  passage: Id;
  createdAt: number;
  resolvedAt: number | null;
  resolvedBy: Id | null;
};

export type StoredComment = {
  id: Id;
  programme: Id;
  brief: Id;
  thread: Id;
  author: Id;
  affiliation: Affiliation;
  at: number;
  text: string | null;
  editedAt: number | null;
  removedAt: number | null;
  state: CommentState;
  /** places in the programme's chain where its words are committed */
  recorded: readonly number[];
};

export type StoredReaction = { comment: Id; account: Id; kind: ReactionKind };

export async function insertThread(unit: Unit, thread: StoredThread): Promise<void> {
  await kysely(unit)
    .insertInto('comment_thread')
    .values({
      ...{ id: thread.id, programme_id: thread.programme, brief_id: thread.brief },
      ...{ passage_id: thread.passage, created_at: thread.createdAt },
      ...{ resolved_at: thread.resolvedAt, resolved_by: thread.resolvedBy }
    })
    .execute();
}

export async function findThread(rows: Rows, id: Id): Promise<StoredThread | undefined> {
  const found = await kysely(rows)
    .selectFrom('comment_thread')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return found && toThread(found);
}

/** A brief's threads, oldest first. */
export async function listThreadRows(rows: Rows, brief: Id): Promise<StoredThread[]> {
  const found = await kysely(rows)
    .selectFrom('comment_thread')
    .selectAll()
    .where('brief_id', '=', brief)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return found.map(toThread);
}

export async function putResolution(
  unit: Unit,
  id: Id,
  resolved: { at: number; by: Id } | null
): Promise<void> {
  const set = { resolved_at: resolved?.at ?? null, resolved_by: resolved?.by ?? null };
  await kysely(unit).updateTable('comment_thread').set(set).where('id', '=', id).execute();
}

export async function insertComment(unit: Unit, comment: StoredComment): Promise<void> {
  await kysely(unit)
    .insertInto('comment')
    .values({
      ...{ id: comment.id, programme_id: comment.programme, brief_id: comment.brief },
      ...{ thread_id: comment.thread, author: comment.author, at: comment.at, text: comment.text },
      affiliation: JSON.stringify(comment.affiliation),
      ...{ edited_at: null, removed_at: null, removed_by: null, state: comment.state },
      ...{ decided_at: null, decided_by: null, recorded: JSON.stringify(comment.recorded) }
    })
    .execute();
}

export async function findComment(rows: Rows, id: Id): Promise<StoredComment | undefined> {
  const found = await kysely(rows).selectFrom('comment').selectAll().where('id', '=', id).executeTakeFirst();
  return found && toComment(found);
}

/** Comments of a brief, or of one of its threads, oldest first. */
export async function listCommentRows(rows: Rows, brief: Id, thread?: Id): Promise<StoredComment[]> {
  let query = kysely(rows).selectFrom('comment').selectAll().where('brief_id', '=', brief);
  if (thread !== undefined) query = query.where('thread_id', '=', thread);
  return (await query.orderBy('at').orderBy('id').execute()).map(toComment);
}

export async function changeComment(
  unit: Unit,
  id: Id,
  changes: {
    text?: string | null;
    editedAt?: number;
    removed?: { at: number; by: Id };
    decided?: { at: number; by: Id; state: CommentState };
    recorded?: readonly number[];
  }
): Promise<void> {
  const { removed, decided, recorded } = changes;
  await kysely(unit)
    .updateTable('comment')
    .set({
      ...(changes.text !== undefined && { text: changes.text }),
      ...(changes.editedAt !== undefined && { edited_at: changes.editedAt }),
      ...(removed && { removed_at: removed.at, removed_by: removed.by }),
      ...(decided && { decided_at: decided.at, decided_by: decided.by, state: decided.state }),
      ...(recorded && { recorded: JSON.stringify(recorded) })
    })
    .where('id', '=', id)
    .execute();
}

export async function listReactionRows(rows: Rows, comments: readonly Id[]): Promise<StoredReaction[]> {
  if (comments.length === 0) return [];
  const found = await kysely(rows)
    .selectFrom('comment_reaction')
    .select(['comment_id', 'account_id', 'kind'])
    .where('comment_id', 'in', [...comments])
    .orderBy('at')
    .execute();
  return found.map(({ comment_id, account_id, kind }) => ({
    comment: comment_id,
    account: account_id,
    kind
  }));
}

/** Sets or takes back a mark. @returns whether that changed anything */
export async function putReaction(
  unit: Unit,
  one: StoredReaction & { programme: Id; at: number },
  isOn: boolean
): Promise<boolean> {
  const rows = kysely(unit);
  const there = await rows
    .selectFrom('comment_reaction')
    .select('at')
    .where('comment_id', '=', one.comment)
    .where('account_id', '=', one.account)
    .where('kind', '=', one.kind)
    .executeTakeFirst();
  if ((there !== undefined) === isOn) return false;
  const { programme: programme_id, comment: comment_id, account: account_id, kind, at } = one;
  if (isOn)
    await rows
      .insertInto('comment_reaction')
      .values({ programme_id, comment_id, account_id, kind, at })
      .execute();
  else
    await rows
      .deleteFrom('comment_reaction')
      .where('comment_id', '=', comment_id)
      .where('account_id', '=', account_id)
      .where('kind', '=', kind)
      .execute();
  return true;
}

function toThread(row: Selectable<CommentThreadTable>): StoredThread {
  return {
    ...{ id: row.id, programme: row.programme_id, brief: row.brief_id, passage: row.passage_id },
    createdAt: Number(row.created_at),
    resolvedAt: row.resolved_at === null ? null : Number(row.resolved_at),
    resolvedBy: row.resolved_by
  };
}

function toComment(row: Selectable<CommentTable>): StoredComment {
  const { id, author, text, state } = row;
  return {
    ...{ id, author, text, state, programme: row.programme_id, brief: row.brief_id, thread: row.thread_id },
    affiliation: JSON.parse(row.affiliation) as Affiliation,
    at: Number(row.at),
    editedAt: row.edited_at === null ? null : Number(row.edited_at),
    removedAt: row.removed_at === null ? null : Number(row.removed_at),
    recorded: JSON.parse(row.recorded) as number[]
  };
}
