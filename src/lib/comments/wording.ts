import { m } from '#lib/i18n/paraglide/messages.js';
import type { ReactionKind } from './comment.ts';

const reactions: Readonly<Record<ReactionKind, () => string>> = {
  agree: m.comments_react_agree,
  thanks: m.comments_react_thanks,
  unsure: m.comments_react_unsure
};

/** What a mark says. */
export function reactionName(kind: ReactionKind): string {
  return reactions[kind]();
}
