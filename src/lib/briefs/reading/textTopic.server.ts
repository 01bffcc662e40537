import { guard, type Actor } from '#lib/access/index.ts';
import type { LiveTopic } from '#lib/live/index.server.ts';
import type { BriefsRoom } from '../index.server.ts';
import { textFeed, type TextFeedDeps } from './textFeed.server.ts';

/** A brief's text as a topic of live streams, `text:<brief>`, for those who read along without the editor. */
export function textTopic(room: Pick<BriefsRoom, 'standing'>, deps: TextFeedDeps): LiveTopic<Actor> {
  return {
    kind: 'text',
    async admit(actor, brief) {
      const standing = await room.standing(actor, brief);
      guard(actor, 'brief.read', standing);
      return { programme: standing.programme.id };
    },
    open: (brief, changed) => textFeed(`text:${brief}`, brief, deps, changed)
  };
}
