import { editComment, react, removeComment, resolveThread } from './changeComment.server.ts';
import type { CommentsDeps } from './deps.server.ts';
import { decideComment, markRead, ruleComments } from './moderate.server.ts';
import { getRule, getThread, listThreads, publicThreads } from './queries.server.ts';
import { openThread, reply } from './writeComment.server.ts';

/** What the commands take, for the description of the API. */
export * as commentsInput from './input.ts';
export type { CommentsDeps, KnownPlace, Told } from './deps.server.ts';
export { takeOverComments } from './ruleStore.server.ts';
export type { Written } from './writeComment.server.ts';
export type CommentsRoom = ReturnType<typeof commentsRoom>;

/** The comments room: what its commands and queries promise is said where each is defined. */
export function commentsRoom(deps: CommentsDeps) {
  return {
    openThread: openThread(deps),
    reply: reply(deps),
    editComment: editComment(deps),
    removeComment: removeComment(deps),
    resolveThread: resolveThread(deps),
    react: react(deps),
    decideComment: decideComment(deps),
    ruleComments: ruleComments(deps),
    markRead: markRead(deps),
    listThreads: listThreads(deps),
    publicThreads: publicThreads(deps),
    getThread: getThread(deps),
    getRule: getRule(deps)
  };
}
