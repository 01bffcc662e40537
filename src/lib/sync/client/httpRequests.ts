import type { SendAnswer } from '../httpRecords.ts';

/** The server does not know this session any more, or not what we ask of it: begin anew. */
export class LostError extends Error {}

/** The request did not come through, or something in between answered it. It may be tried again. */
class FailedError extends Error {}

type Times = { answer: number };
type StreamOptions = {
  firstBytes: number;
  silence: number;
  /** looked at now and then: what was sent has not come */
  isLate(): boolean;
  /** @returns whether to go on */
  onPiece(piece: Uint8Array): boolean;
};

/** The requests of one HTTP session, and their ends: each has a time limit, and `stop` ends all. */
export class HttpRequests {
  session = '';
  #base: URL;
  #times: Times;
  #fetch: typeof fetch;
  #open = new Set<AbortController>();

  constructor(socketUrl: string, times: Times, ask: typeof fetch = fetch.bind(globalThis)) {
    this.#base = new URL(socketUrl.replace(/^ws/, 'http'));
    this.#times = times;
    this.#fetch = ask;
  }

  /** @throws LostError, or another error when it may be tried again */
  async json<T>(query: string, init: RequestInit): Promise<T> {
    const { response, done } = await this.#ask(query, init, this.#times.answer);
    try {
      if (!isOf(response, 'application/json')) throw new FailedError('not our answer');
      return (await response.json()) as T;
    } finally {
      done();
    }
  }

  /** Sends records numbered from `first` on. @throws as `json` */
  send(first: number, got: number, records: readonly Uint8Array[]): Promise<SendAnswer> {
    return this.json(`seq=${first}&got=${got}`, { method: 'POST', body: bodyOf(records) });
  }

  /** Says goodbye with what was not sent yet, also when the page goes; nobody waits for the answer. */
  leave(first: number, records: readonly Uint8Array[]): void {
    if (!this.session) return;
    const init = { method: 'POST', body: bodyOf(records), keepalive: true, cache: 'no-store' } as const;
    this.#fetch(this.#url(`seq=${first}&close=1`), init).catch(() => undefined);
  }

  /**
   * The whole answer to a request that listens: it begins within the first time, and then is never silent for longer than
   * the second, however long it takes on a slow line. @throws as `json`
   */
  async bytes(query: string, { within, silence }: { within: number; silence: number }): Promise<Uint8Array> {
    const { response, done, patient } = await this.#ask(query, {}, within);
    try {
      if (!isOf(response, 'application/octet-stream')) throw new FailedError('not our answer');
      const reader = response.body?.getReader();
      if (!reader) return new Uint8Array(await response.arrayBuffer());
      const pieces: Uint8Array[] = [];
      for (;;) {
        patient(silence);
        const { done: isOver, value } = await reader.read();
        if (isOver) return new Uint8Array(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer());
        pieces.push(value);
      }
    } finally {
      done();
    }
  }

  /**
   * Listens until the server ends the stream.
   * @returns `buffered` when something in between keeps it back until it ends
   * @throws as `json`
   */
  async stream(query: string, options: StreamOptions): Promise<'ended' | 'buffered'> {
    let pieces = 0;
    let heard = performance.now();
    const started = heard;
    const isKeptBack = () => {
      const now = performance.now();
      if (pieces === 0) return now - started > options.firstBytes;
      // What still trickles in is a slow line, not one that keeps back.
      return (
        (pieces === 1 && now - heard > options.silence) ||
        (now - heard > options.firstBytes && options.isLate())
      );
    };
    let isBuffered = false;
    const { response, done, controller } = this.#start(query, {});
    const watch = setInterval(() => {
      isBuffered = isKeptBack();
      if (isBuffered || performance.now() - heard > options.silence) controller.abort();
    }, 250);
    try {
      const { body } = await checked(response);
      if (!isOf(await response, 'application/octet-stream')) throw new FailedError('not our answer');
      const reader = body?.getReader();
      // A browser that cannot read a body piece by piece is served as if it were kept back.
      if (!reader) return 'buffered';
      for (;;) {
        const { done: isOver, value } = await reader.read();
        if (isOver) return 'ended';
        pieces++;
        heard = performance.now();
        if (!options.onPiece(value)) return 'ended';
      }
    } catch (error) {
      if (isBuffered) return 'buffered';
      throw error;
    } finally {
      clearInterval(watch);
      done();
    }
  }

  /** Ends every request that waits; those that say goodbye go on. */
  stop(): void {
    for (const controller of this.#open) controller.abort();
    this.#open.clear();
  }

  async #ask(query: string, init: RequestInit, within: number) {
    const { response, done, controller } = this.#start(query, init);
    let timer = setTimeout(() => controller.abort(), within);
    const patient = (time: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), time);
    };
    const end = () => {
      clearTimeout(timer);
      done();
    };
    try {
      return { response: await checked(response), done: end, patient };
    } catch (error) {
      end();
      throw error;
    }
  }

  #start(query: string, init: RequestInit) {
    const controller = new AbortController();
    this.#open.add(controller);
    const response = this.#fetch(this.#url(query), {
      ...{ cache: 'no-store', credentials: 'same-origin', redirect: 'error' },
      ...init,
      signal: controller.signal
    });
    const done = () => {
      this.#open.delete(controller);
      controller.abort();
    };
    return { response, done, controller };
  }

  #url(query: string): string {
    const url = new URL(this.#base);
    if (this.session) url.pathname += `/${this.session}`;
    for (const [name, value] of new URLSearchParams(query)) url.searchParams.set(name, value);
    return url.href;
  }
}

async function checked(answer: Promise<Response>): Promise<Response> {
  const response = await answer;
  if (response.status === 404 || response.status === 409) throw new LostError();
  if (!response.ok) throw new FailedError(`answered ${response.status}`);
  return response;
}

// A network's own page ("this site is blocked") may come with any status.
function isOf(response: Response, type: string): boolean {
  return response.headers.get('content-type')?.split(';')[0] === type;
}

function bodyOf(records: readonly Uint8Array[]): Blob {
  return new Blob(records as Uint8Array<ArrayBuffer>[], { type: 'application/octet-stream' });
}
