import { Problem, type Id, type Notice, type Notices, type ProblemCode } from '#lib/kernel/index.ts';
import { sharedForm, singleForm, type StreamForm } from './eventStream.server.ts';
import type { Feed, LiveTopic } from './feed.server.ts';
import { follower, type Followed, type Follower } from './follower.server.ts';
import { MOST_TOPICS, splitTopic, type Cursor, type TopicName } from './index.ts';
import { ordinaryLimits, streamLimit, type StreamLimits } from './streamLimit.server.ts';

/** A topic somebody asks to follow, and how far they have come. */
export type Wanted = { topic: string; cursor: Cursor };

export type LiveHubDeps<Actor> = {
  topics: readonly LiveTopic<Actor>[];
  notices: Notices;
  /** asks who this is now. @throws Problem `not_signed_in` when session, token or account have ended */
  revalidate(actor: Actor): Promise<Actor>;
  accountOf(actor: Actor): Id | null;
  onError(error: unknown): void;
  limits?: StreamLimits;
  /** milliseconds; tests shorten them */
  pace?: { beat: number; recheck: number };
};

export type LiveHub<Actor> = ReturnType<typeof liveHub<Actor>>;

const ordinaryPace = { beat: 20_000, recheck: 300_000 };

type Stream<Actor> = { actor: Actor; follower: Follower; release(): void };
type Open = { feed: Feed; followers: number };
type Admitted<Actor> = { kind: LiveTopic<Actor>; id: Id; name: TopicName; programme: Id; cursor: Cursor };

/**
 * Event streams of this process: each follows topics that rooms offer, each topic has one feed for all who follow it.
 * Rights are asked for every topic when a stream opens, whenever a notice of rights concerns it, and from time to time.
 */
export function liveHub<Actor>(deps: LiveHubDeps<Actor>) {
  const pace = deps.pace ?? ordinaryPace;
  const kinds = new Map(deps.topics.map((topic) => [topic.kind, topic]));
  const feeds = new Map<TopicName, Open>();
  const streams = new Set<Stream<Actor>>();
  const limit = streamLimit(deps.limits ?? ordinaryLimits);
  const unsubscribe = deps.notices.subscribe(hear);
  const beating = setInterval(() => streams.forEach(({ follower }) => follower.beat()), pace.beat).unref();
  // For what no notice tells: a session that just runs out.
  const rechecking = setInterval(
    () => streams.forEach((stream) => void askAgain(stream)),
    pace.recheck
  ).unref();
  let isClosed = false;

  function hear(notice: Notice) {
    if (notice.kind !== 'rights') return;
    for (const stream of streams) {
      const isMeant = !notice.account || notice.account === deps.accountOf(stream.actor);
      const isThere =
        !notice.programme || stream.follower.topics().some(({ programme }) => programme === notice.programme);
      if (isMeant && isThere) void askAgain(stream);
    }
  }

  async function askAgain({ actor, follower }: Stream<Actor>): Promise<void> {
    await follower.whileAsking(async () => {
      try {
        const now = await deps.revalidate(actor);
        for (const topic of follower.topics()) await askFor(topic, now, follower);
      } catch (error) {
        // Not knowing is not a right: whose standing cannot be asked comes back and is asked then.
        if (!isRefusal(error)) deps.onError(error);
        else for (const topic of follower.topics()) follower.drop(topic, error.code);
        follower.end();
      }
    });
  }

  async function askFor(topic: Followed, actor: Actor, follower: Follower): Promise<void> {
    const { kind, id } = splitTopic(topic.name)!;
    try {
      await kinds.get(kind)!.admit(actor, id);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      follower.drop(topic, error.code);
    }
  }

  function feedOf({ kind, id, name }: Admitted<Actor>): Feed {
    let open = feeds.get(name);
    if (!open) {
      open = {
        feed: kind.open(id, () => streams.forEach(({ follower }) => follower.changed(name))),
        followers: 0
      };
      feeds.set(name, open);
    }
    open.followers += 1;
    return open.feed;
  }

  function letGo(names: readonly { name: TopicName }[]) {
    for (const { name } of names) {
      const open = feeds.get(name);
      if (!open || --open.followers > 0) continue;
      feeds.delete(name);
      open.feed.close();
    }
  }

  async function admit(actor: Actor, wanted: Wanted): Promise<Admitted<Actor>> {
    const { kind, id } = splitTopic(wanted.topic) ?? {};
    const topic = kinds.get(kind ?? '');
    if (!topic || !id) throw new Problem('not_found');
    const { programme } = await topic.admit(actor, id);
    return { kind: topic, id, name: `${topic.kind}:${id}`, programme, cursor: wanted.cursor };
  }

  /** Joins what was admitted to a stream. Rights may have changed since they were asked, so they are asked again. */
  function join(actor: Actor, admitted: Admitted<Actor>[], form: StreamForm, release: () => void): Follower {
    const topics = admitted.map((one): Followed => {
      const { name, programme, cursor } = one;
      return { name, programme, cursor, feed: feedOf(one), isDue: true };
    });
    const stream: Stream<Actor> = {
      actor,
      release,
      follower: follower(topics, {
        form,
        onError: deps.onError,
        onGone(dropped) {
          letGo(dropped);
          if (stream.follower.topics().length > 0) return;
          streams.delete(stream);
          release();
        }
      })
    };
    streams.add(stream);
    void askAgain(stream);
    return stream.follower;
  }

  return {
    /**
     * A stream about one thing, for a program.
     * @throws Problem when it may not be followed, or `too_many_streams`
     */
    async follow(actor: Actor, address: string, wanted: Wanted): Promise<ReadableStream<Uint8Array>> {
      if (isClosed) return ended();
      const release = limit.take(deps.accountOf(actor), address);
      try {
        return join(actor, [await admit(actor, wanted)], singleForm, release).body;
      } catch (error) {
        release();
        throw error;
      }
    },
    /**
     * One stream for all tabs of a browser. A topic that may not be followed is told as ended; the others go on.
     * @throws Problem `too_many_streams`, `invalid_input` (none or too many topics)
     */
    async share(
      actor: Actor,
      address: string,
      wanted: readonly Wanted[]
    ): Promise<ReadableStream<Uint8Array>> {
      if (isClosed) return ended();
      if (wanted.length === 0 || wanted.length > MOST_TOPICS)
        throw new Problem('invalid_input', [{ field: 't', reason: 'not_allowed' }]);
      const release = limit.take(deps.accountOf(actor), address);
      try {
        const refused: [TopicName, ProblemCode][] = [];
        const admitted = new Map<TopicName, Admitted<Actor>>();
        for (const one of wanted) {
          try {
            const topic = await admit(actor, one);
            admitted.set(topic.name, topic);
          } catch (error) {
            if (!isRefusal(error)) throw error;
            refused.push([one.topic as TopicName, error.code]);
          }
        }
        const follower = join(actor, [...admitted.values()], sharedForm, release);
        for (const [name, code] of refused) follower.refuse(name, code);
        if (admitted.size === 0) follower.end();
        return follower.body;
      } catch (error) {
        release();
        throw error;
      }
    },
    /** How many streams follow how many topics. */
    stats: () => ({ streams: streams.size, topics: feeds.size }),
    /** Ends every stream without a last word, so that a draining server can stop; readers come back by themselves. */
    close() {
      isClosed = true;
      clearInterval(beating);
      clearInterval(rechecking);
      unsubscribe();
      for (const { follower } of [...streams]) follower.end();
    }
  };
}

const ended = () => new ReadableStream<Uint8Array>({ start: (stream) => stream.close() });

/** Whether an error means "may not follow any more" and not "could not find out". */
function isRefusal(error: unknown): error is Problem {
  return error instanceof Problem && ['not_found', 'forbidden', 'not_signed_in'].includes(error.code);
}
