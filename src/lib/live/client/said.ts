import type { Id } from '#lib/kernel/index.ts';
import type { Cursor, TopicMessage, TopicName } from '../index.ts';

/** Whether the one stream of this browser is there. */
export type StreamState = 'live' | 'paused';

/** What a tab shows, and how far it has come in each topic. */
export type Wants = { readonly [topic: TopicName]: Cursor };

/** What tabs of one browser and account tell each other; `tab` is who speaks. */
export type Said =
  /** I show this now; nothing when I leave */
  | { kind: 'wants'; tab: Id; wants: Wants }
  /** I am still here: whoever leads, say so too */
  | { kind: 'ask'; tab: Id }
  /** I would lead if nobody objects */
  | { kind: 'claim'; tab: Id }
  /** I lead: newly, when asked, or when the stream has changed */
  | { kind: 'lead'; tab: Id; isNew: boolean; state: StreamState | null }
  /** I led until now */
  | { kind: 'gone'; tab: Id }
  | { kind: 'message'; tab: Id; message: TopicMessage };
