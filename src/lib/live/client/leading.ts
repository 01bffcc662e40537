import type { Id } from '#lib/kernel/index.ts';
import { MOST_TOPICS, placeIn, type Cursor, type TopicMessage, type TopicName } from '../index.ts';
import type { StreamState, Wants } from './said.ts';
import { sharedStream } from './sharedStream.ts';

/** Tabs come and go in bursts: one opening for all of them. */
const GATHERING = 60;
/** Hidden tabs may speak once a minute only. */
const FORGOTTEN = 150_000;

export type Leading = ReturnType<typeof leading>;

/** What the leading tab does: holds the stream for all tabs, from the place of the one that is furthest behind. */
export function leading(options: {
  url: string;
  onMessage(message: TopicMessage): void;
  onState(state: StreamState): void;
}) {
  const tabs = new Map<Id, { wants: Wants; at: number }>();
  const places = new Map<TopicName, Cursor>();
  let gathering: ReturnType<typeof setTimeout> | undefined;
  const stream = sharedStream({
    url: options.url,
    // More would be refused altogether: what was asked for last is what somebody looks at.
    wants: () => Object.fromEntries([...places].slice(-MOST_TOPICS)),
    onState: options.onState,
    onMessage(message) {
      if ('ended' in message) forget(message.topic);
      else advance(message);
      options.onMessage(message);
    }
  });

  // A tab that fell behind has set the place back: what still comes from further on must not hide that.
  function advance({ topic, from, cursor }: { topic: TopicName; from: number | null; cursor: Cursor }) {
    const place = places.get(topic);
    if (place !== undefined && (from === null || from <= placeIn(place))) places.set(topic, cursor);
  }

  function forget(topic: TopicName) {
    places.delete(topic);
    for (const tab of tabs.values()) {
      const { [topic]: _, ...rest } = tab.wants;
      tab.wants = rest;
    }
  }

  /** Compares what is wanted with what is followed. */
  function adjust(wants: Wants) {
    let isNew = false;
    for (const [topic, cursor] of Object.entries(wants) as [TopicName, Cursor][]) {
      const place = places.get(topic);
      if (place !== undefined && placeIn(cursor) >= placeIn(place)) continue;
      places.set(topic, cursor);
      isNew = true;
    }
    for (const topic of places.keys()) {
      if ([...tabs.values()].some((tab) => topic in tab.wants)) continue;
      places.delete(topic);
      isNew = true;
    }
    if (isNew) gathering ??= setTimeout(reopen, GATHERING);
  }

  function reopen() {
    gathering = undefined;
    stream.open();
  }

  return {
    /** A tab says what it shows; nothing when it leaves. */
    wants(tab: Id, wants: Wants) {
      if (Object.keys(wants).length > 0) tabs.set(tab, { wants, at: Date.now() });
      else tabs.delete(tab);
      adjust(wants);
    },
    /** A tab is still there. @returns whether we know it */
    heard(tab: Id): boolean {
      const now = Date.now();
      const known = tabs.get(tab);
      if (known) known.at = now;
      for (const [id, { at }] of tabs) if (now - at > FORGOTTEN) tabs.delete(id);
      adjust({});
      return known !== undefined;
    },
    end() {
      clearTimeout(gathering);
      stream.close();
    }
  };
}
