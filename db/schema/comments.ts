/** Rows of the comments room; how to read them is said in `db/schema.ts`. */
export interface CommentThreadTable {
  id: string;
  programme_id: string;
  brief_id: string;
  /** the place in the text it hangs on */
  passage_id: string;
  created_at: number;
  resolved_at: number | null;
  resolved_by: string | null;
}

export interface CommentTable {
  id: string;
  programme_id: string;
  brief_id: string;
  thread_id: string;
  author: string;
  /** frozen affiliation as JSON */
  affiliation: string;
  at: number;
  /** null once it was removed or refused */
  text: string | null;
  edited_at: number | null;
  removed_at: number | null;
  removed_by: string | null;
  /** `held` and `refused` are for its author and for those who moderate */
  state: 'shown' | 'held' | 'refused';
  decided_at: number | null;
  decided_by: string | null;
  /** JSON: where in the programme's chain its words are committed */
  recorded: string;
}

export interface CommentReactionTable {
  programme_id: string;
  comment_id: string;
  account_id: string;
  kind: 'agree' | 'thanks' | 'unsure';
  at: number;
}

/** How far somebody has read a brief's comments. */
export interface CommentReadingTable {
  brief_id: string;
  account_id: string;
  /** everything shown until then has been seen */
  until: number;
}

/** Whether what commenters write waits until somebody lets it through. */
export interface CommentRuleTable {
  programme_id: string;
  /** 0 or 1 */
  holds: number;
  at: number;
  by: string;
}
