import { can, type Actor, type Standing } from '#lib/access/index.ts';
import type { Id } from '#lib/kernel/index.ts';
import { EDITABLE, type CommentState } from './comment.ts';

/** Who asks for comments, as far as it matters for what they may read and do. */
export type Viewer = { account: Id | null; mayWrite: boolean; moderates: boolean; now: number };

/** Somebody without an account; what they may read is what everybody may. */
export const stranger: Viewer = { account: null, mayWrite: false, moderates: false, now: 0 };

export function viewerOf(actor: Actor, standing: Standing, now: number): Viewer {
  return {
    account: actor.kind === 'person' ? actor.person.id : null,
    mayWrite: actor.kind === 'person' && can(actor, 'comment.create', standing),
    moderates: actor.kind === 'person' && can(actor, 'comment.moderate', standing),
    now
  };
}

/** What decides who may read a comment; `account` is who its author is now. */
export type Guarded = {
  account: Id;
  state: CommentState;
  removedAt: number | null;
  at: number;
  text: string | null;
};

/** Held and refused comments exist for their author and for those who moderate, and for nobody else. */
export function maySee({ account, state }: Pick<Guarded, 'account' | 'state'>, viewer: Viewer): boolean {
  return state === 'shown' || viewer.moderates || isBy({ account }, viewer);
}

/** What somebody may do with a comment. */
export function mayDo(comment: Guarded, viewer: Viewer): { edit: boolean; remove: boolean; decide: boolean } {
  const isThere = comment.removedAt === null && comment.state !== 'refused';
  const isMine = isBy(comment, viewer);
  return {
    edit: isThere && isMine && viewer.mayWrite && viewer.now - comment.at < EDITABLE,
    remove: isThere && (isMine ? viewer.mayWrite || viewer.moderates : viewer.moderates),
    decide: isThere && viewer.moderates && comment.state === 'held'
  };
}

const isBy = ({ account }: Pick<Guarded, 'account'>, viewer: Viewer) =>
  viewer.account !== null && viewer.account === account;
