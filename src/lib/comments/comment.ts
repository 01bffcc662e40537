import type { Affiliation } from '#lib/access/index.ts';
import type { Id, Language } from '#lib/kernel/index.ts';

/** What one can say to a comment without words. */
export const reactionKinds = ['agree', 'thanks', 'unsure'] as const;
export type ReactionKind = (typeof reactionKinds)[number];

/** How long its author may change a comment, in ms. */
export const EDITABLE = 15 * 60_000;
/** Most characters of a comment, as people count them. */
export const LONGEST_COMMENT = 4_000;
/** Most comments in a thread, and most threads in a brief. */
export const MOST_IN_THREAD = 500;
export const MOST_THREADS = 2_000;

/**
 * Whether others read a comment: `held` ones wait until somebody who moderates lets them through, `refused` ones were not.
 * Both are sent to nobody but their author and those who moderate.
 */
export type CommentState = 'shown' | 'held' | 'refused';

/** Who said something with a mark: how many, and whether the one who asks is among them. */
export type Reaction = { kind: ReactionKind; count: number; mine: boolean };

export type CommentView = {
  id: Id;
  author: Id;
  name: string;
  /** as what its author spoke */
  affiliation: Affiliation;
  at: number;
  /** null when it was removed or refused */
  text: string | null;
  editedAt: number | null;
  removedAt: number | null;
  state: CommentState;
  /** people who are spoken to in the text, by name */
  mentioned: { id: Id; name: string }[];
  reactions: Reaction[];
  may: { edit: boolean; remove: boolean; decide: boolean };
};

/** Comments on one place of a brief's text, first to last. */
export type ThreadView = {
  id: Id;
  programme: Id;
  brief: Id;
  createdAt: number;
  resolvedAt: number | null;
  resolvedBy: string | null;
  /** what it hangs on: the words as they were, where they are now, and what became of them */
  on: {
    quote: string;
    lang: Language;
    section: Id;
    place: { section: Id; from: number; to: number } | null;
    text: string | null;
    anchor: { start: unknown; end: unknown } | null;
  };
  comments: CommentView[];
  /** comments by others since the one who asks was last here */
  unread: number;
  may: { reply: boolean; resolve: boolean };
};
