import { newId, type Id, type Json, type ProblemCode } from '#lib/kernel/index.ts';
import { placeIn, type Cursor, type TopicMessage, type TopicName } from '../index.ts';
import { electByLock, electByWord, type Election } from './election.ts';
import { leading, type Leading } from './leading.ts';
import type { Said, StreamState, Wants } from './said.ts';

/** Somebody in this tab who follows a topic. */
export type Following = {
  topic: TopicName;
  /** how far the page has come; kept up to date here */
  cursor: Cursor;
  /** @param before the cursor until now: what lies between is new, nothing comes twice */
  onNews(data: Json, before: Cursor): void;
  onState(state: StreamState): void;
  /** may not be followed any more; nothing comes after this */
  onEnded(code: ProblemCode): void;
};

const ASKING = 15_000;
const ANSWER = 4_000;

export type BrowserTab = ReturnType<typeof browserTab>;

/**
 * This tab's part in the one stream that all tabs of this browser and account share: leads, or hears from the tab that
 * does. Takes over when the leader goes, sleeps or falls silent. @param url of the stream, with the account
 */
export function browserTab(url: string) {
  const tab: Id = newId();
  const name = `groundwork ${url}`;
  const followings = new Set<Following>();
  let channel: BroadcastChannel | null = null;
  let election: Election | null = null;
  let led: Leading | null = null;
  let state: StreamState | null = null;
  let asking: ReturnType<typeof setInterval> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  function say(said: Said) {
    channel?.postMessage(said);
  }

  function wants(): Wants {
    const all: Record<TopicName, Cursor> = {};
    for (const { topic, cursor } of followings) {
      const lowest = all[topic];
      if (lowest === undefined || placeIn(cursor) < placeIn(lowest)) all[topic] = cursor;
    }
    return all;
  }

  function tellWants() {
    if (led) led.wants(tab, wants());
    else say({ kind: 'wants', tab, wants: wants() });
  }

  function lead() {
    clearTimeout(silence);
    led ??= leading({
      url,
      onMessage(message) {
        say({ kind: 'message', tab, message });
        deliver(message);
      },
      onState: (now) => setState(now)
    });
    say({ kind: 'lead', tab, isNew: true, state: state });
    tellWants();
  }

  function lose() {
    led?.end();
    led = null;
    tellWants();
  }

  function setState(now: StreamState) {
    if (state === now) return;
    state = now;
    if (led) say({ kind: 'lead', tab, isNew: false, state });
    for (const one of [...followings]) one.onState(now);
  }

  function deliver(message: TopicMessage) {
    let isBehind = false;
    for (const one of [...followings]) {
      if (one.topic !== message.topic) continue;
      if ('ended' in message) {
        followings.delete(one);
        one.onEnded(message.ended);
      } else if (message.from !== null && message.from > placeIn(one.cursor)) isBehind = true;
      else if (placeIn(message.cursor) >= placeIn(one.cursor)) {
        const before = one.cursor;
        one.cursor = message.cursor;
        one.onNews(message.data, before);
      }
    }
    if (followings.size === 0) part();
    // The leader goes back to where the one furthest behind is.
    else if (isBehind) tellWants();
  }

  function hear(said: Said) {
    election?.hear(said);
    if (said.kind === 'lead' || said.kind === 'message') clearTimeout(silence);
    if (led) {
      if (said.kind === 'wants') {
        led.wants(said.tab, said.wants);
        say({ kind: 'lead', tab, isNew: false, state: state });
      } else if (said.kind === 'ask' || said.kind === 'claim') {
        const isKnown = led.heard(said.tab);
        say({ kind: 'lead', tab, isNew: !isKnown, state: state });
      }
    } else if (said.kind === 'message') deliver(said.message);
    else if (said.kind === 'lead') {
      if (said.state) setState(said.state);
      if (said.isNew) tellWants();
    }
  }

  function ask() {
    if (led) return;
    say({ kind: 'ask', tab });
    clearTimeout(silence);
    silence = setTimeout(() => election?.replace(), ANSWER);
  }

  function join() {
    if (election || followings.size === 0) return;
    const candidate = { name, tab, say, onLead: lead, onLose: lose };
    if (typeof BroadcastChannel === 'undefined') {
      election = { hear() {}, replace() {}, leave() {} };
      return lead();
    }
    channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }: MessageEvent<Said>) => hear(data);
    // Plain http on a venue's network has no locks.
    election = navigator.locks ? electByLock(candidate) : electByWord(candidate);
    asking = setInterval(ask, ASKING);
    tellWants();
  }

  /** Lets go of everything but what the page shows: it may be asleep for days, or gone. */
  function part() {
    if (!election) return;
    clearInterval(asking);
    clearTimeout(silence);
    say({ kind: 'wants', tab, wants: {} });
    if (led) say({ kind: 'gone', tab });
    led?.end();
    led = null;
    election.leave();
    election = null;
    channel?.close();
    channel = null;
    state = null;
  }

  addEventListener('pagehide', part);
  addEventListener('pageshow', join);
  document.addEventListener('freeze', part);
  document.addEventListener('resume', join);

  return {
    /** @returns what to call when the page follows it no longer */
    follow(following: Following): () => void {
      followings.add(following);
      if (election) tellWants();
      else join();
      if (state) following.onState(state);
      return () => {
        if (!followings.delete(following)) return;
        if (followings.size === 0) part();
        else tellWants();
      };
    }
  };
}
