import type { Actor } from '#lib/access/index.ts';
import type { Id, Notice } from '#lib/kernel/index.ts';
import { liveChannel, type LiveChannel, type LiveSubject, type LiveTextDeps } from './liveChannel.server.ts';

export type LiveTexts = ReturnType<typeof liveTexts>;

const ordinaryPace = { throttle: 500, presence: 3_000, heartbeat: 20_000, recheck: 300_000 };

/**
 * Follows briefs for readers without the editor: one channel per brief that somebody reads, whose frames are built
 * once and given to all. A channel lives as long as it has readers.
 */
export function liveTexts(deps: LiveTextDeps) {
  const pace = deps.pace ?? ordinaryPace;
  const channels = new Map<Id, LiveChannel>();
  const unsubscribe = deps.notices.subscribe(hear);
  // For what no notice tells: a session that just runs out.
  const rechecking = setInterval(() => {
    for (const channel of channels.values()) channel.askAgain(null);
  }, pace.recheck);
  rechecking.unref();
  let isClosed = false;

  function hear(notice: Notice) {
    for (const channel of channels.values()) {
      if (notice.kind === 'document' && notice.document === channel.subject.text) channel.textChanged();
      if (notice.kind === 'rights' && (!notice.programme || notice.programme === channel.subject.programme)) {
        channel.askAgain(notice.account ?? null);
      }
    }
  }

  return {
    /**
     * A `text/event-stream` body. The caller has checked that the actor may read.
     * @param since the sequence the reader already shows, if any: nothing is sent twice
     */
    open(actor: Actor, subject: LiveSubject, since: number | null): ReadableStream<Uint8Array> {
      if (isClosed) return new ReadableStream({ start: (stream) => stream.close() });
      let channel = channels.get(subject.brief);
      if (!channel) {
        channel = liveChannel(subject, { ...deps, pace, onEmpty: () => void channels.delete(subject.brief) });
        channels.set(subject.brief, channel);
      }
      return channel.join(actor, since);
    },
    /** How many readers follow how many briefs. */
    stats: () => ({
      channels: channels.size,
      readers: [...channels.values()].reduce((sum, channel) => sum + channel.size(), 0)
    }),
    /** Ends every stream, so that a draining server can stop; readers come back by themselves. */
    close() {
      isClosed = true;
      clearInterval(rechecking);
      unsubscribe();
      for (const channel of [...channels.values()]) channel.close();
    }
  };
}
