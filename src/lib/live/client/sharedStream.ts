import { writeWanted, type TopicMessage } from '../index.ts';
import type { StreamState, Wants } from './said.ts';

const FIRST_RETRY = 1_000;
const LAST_RETRY = 30_000;
/** The server gives a sign of life every 20 s. */
const SILENCE = 50_000;

/**
 * The one stream of a browser. Comes back by itself from where it was, later and later while nobody answers.
 * @param wants what to follow from where, asked at every opening; nothing open while it is empty
 */
export function sharedStream(options: {
  url: string;
  wants(): Wants;
  onMessage(message: TopicMessage): void;
  onState(state: StreamState): void;
}) {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_RETRY;

  function open() {
    close();
    const wanted = Object.entries(options.wants());
    if (wanted.length === 0) return;
    const query = wanted.map(([topic, cursor]) => `&t=${writeWanted(topic, cursor)}`).join('');
    source = new EventSource(options.url + query);
    source.onmessage = ({ data }: MessageEvent<string>) => {
      listen();
      options.onState('live');
      wait = FIRST_RETRY;
      if (data !== '{}') options.onMessage(JSON.parse(data) as TopicMessage);
    };
    source.onerror = retry;
    listen();
  }

  function listen() {
    clearTimeout(timer);
    timer = setTimeout(retry, SILENCE);
  }

  // Never by the browser's own means: its address names where we were when it was opened.
  function retry() {
    close();
    options.onState('paused');
    // Not all at once, when a server comes back to a thousand readers.
    timer = setTimeout(open, wait * (0.5 + Math.random()));
    wait = Math.min(wait * 2, LAST_RETRY);
  }

  function close() {
    clearTimeout(timer);
    source?.close();
    source = null;
  }

  function online() {
    if (source?.readyState !== EventSource.OPEN) open();
  }
  addEventListener('online', online);

  return {
    /** Opens anew with what is wanted now. */
    open,
    close() {
      removeEventListener('online', online);
      close();
    }
  };
}
