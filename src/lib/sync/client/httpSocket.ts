import { RecordReader, type OpenAnswer, type SendAnswer, type WireRecord } from '../httpRecords.ts';
import { HttpOutbox } from './httpOutbox.ts';
import { defaultPace, type HttpPace } from './httpPace.ts';
import { HttpRequests, LostError } from './httpRequests.ts';

/** How the windows and connections of a browser have found that they can listen; shared by one connection after another. */
export type Ways = {
  /** streams do not arrive while they are open: something on the way keeps them until they end */
  isBuffered: boolean;
  onBuffered(): void;
  /** whether this window may hold a request open */
  enter(): Promise<void>;
  mayHold(): boolean;
};

export type HttpSocketOptions = { ways: Ways; fetch?: typeof fetch; pace?: Partial<HttpPace> };

/** the server reads bodies of one largest frame */
const MOST_BYTES = 1024 * 1024;
/** browsers let a request outlive its page only below 64 kB */
const MOST_AT_LEAVING = 60_000;

/**
 * A WebSocket, as far as y-websocket can tell, over plain HTTP requests (SPEC.md, H1–H12): one request listens, one at a
 * time sends. What gets no answer is sent again under the same number, so nothing is lost and nothing comes twice.
 */
export class HttpSocket extends EventTarget {
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;
  readonly protocol = '';
  readonly extensions = '';
  readonly url: string;
  binaryType: BinaryType = 'arraybuffer';
  readyState = 0;
  onopen: ((event: Event) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  #onmessage: ((event: MessageEvent) => void) | null = null;

  #ways: Ways;
  #pace: HttpPace;
  #requests: HttpRequests;
  #outbox = new HttpOutbox();
  #got = 0;
  #isSending = false;
  /** the number of a frame that waits on the server, and since when it is missed here */
  #missed: { number: number; since: number } | null = null;
  #wake: (() => void) | null = null;
  #onPageHide = () => this.close();

  constructor(url: string | URL, { ways, fetch: ask, pace }: HttpSocketOptions) {
    super();
    this.url = String(url);
    this.#ways = ways;
    this.#pace = { ...defaultPace, ...pace };
    this.#requests = new HttpRequests(this.url, this.#pace, ask);
    globalThis.addEventListener?.('pagehide', this.#onPageHide);
    void this.#open();
  }

  // An accessor, as browsers have it: a class on top may take its place.
  get onmessage() {
    return this.#onmessage;
  }
  set onmessage(handler) {
    this.#onmessage = handler;
  }

  get bufferedAmount(): number {
    return this.#outbox.bytes;
  }

  send(data: Uint8Array): void {
    if (this.readyState !== this.OPEN) return;
    this.#outbox.push(data);
    void this.#sendAll();
  }

  /** Ends the connection. What was given to `send` still goes out, as a WebSocket's would. */
  close(_code?: number, _reason?: string): void {
    if (this.readyState >= this.CLOSING) return;
    const leaving = this.#outbox.batch(MOST_AT_LEAVING);
    this.#end(1000, '', () => this.#requests.leave(this.#outbox.first, leaving));
  }

  async #open(): Promise<void> {
    try {
      const [answer] = await Promise.all([
        this.#requests.json<OpenAnswer>('', { method: 'POST' }),
        this.#ways.enter()
      ]);
      if ('close' in answer) return this.#end(answer.close.code, answer.close.reason);
      this.#requests.session = answer.session;
      // Closed while it was being opened: the server need not wait for us.
      if (this.readyState !== this.CONNECTING) return this.#requests.leave(1, []);
    } catch {
      return this.#end(1006, '');
    }
    this.readyState = this.OPEN;
    this.#emit('open', new Event('open'));
    void this.#listenOn();
  }

  async #listenOn(): Promise<void> {
    let failingSince: number | null = null;
    while (this.readyState === this.OPEN) {
      const before = this.#got;
      const how = !this.#ways.mayHold() ? 'glance' : this.#ways.isBuffered ? 'poll' : 'stream';
      try {
        await (how === 'stream' ? this.#listenToStream() : this.#ask(how));
        failingSince = null;
        if (how === 'glance') await this.#rest(this.#pace.glance);
      } catch (error) {
        // A line that breaks off again and again, but gets somewhere, is a poor one, not a dead one.
        failingSince = await this.#bear(error, this.#got > before ? null : failingSince);
      }
    }
  }

  async #ask(how: 'poll' | 'glance'): Promise<void> {
    const { poll, answer, silence } = this.#pace;
    const within = how === 'poll' ? poll : answer;
    const bytes = await this.#requests.bytes(this.#path(how), { within, silence });
    for (const record of new RecordReader().read(bytes)) this.#take(record);
  }

  async #listenToStream(): Promise<void> {
    const { firstBytes, silence } = this.#pace;
    const reader = new RecordReader();
    const outcome = await this.#requests.stream(this.#path('stream'), {
      firstBytes,
      silence,
      isLate: () => this.#isLate(),
      onPiece: (piece) => {
        for (const record of reader.read(piece)) this.#take(record);
        return this.readyState === this.OPEN;
      }
    });
    if (outcome === 'buffered') this.#ways.onBuffered();
  }

  // What the server says it has sent should be here soon; if it is not, something on the way holds it.
  #isLate(): boolean {
    if (this.#missed && this.#missed.number <= this.#got) this.#missed = null;
    return this.#missed !== null && performance.now() - this.#missed.since > this.#pace.firstBytes;
  }

  #path(how: string): string {
    return `how=${how}&from=${this.#got}`;
  }

  #take(record: WireRecord): void {
    if (this.readyState !== this.OPEN || record.kind === 'beat') return;
    if (record.kind === 'close') return this.#end(record.code, record.reason);
    this.#got++;
    // A buffer of its own: readers look at it from its beginning.
    this.#emit('message', new MessageEvent('message', { data: record.frame.slice().buffer }));
  }

  async #sendAll(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    let failingSince: number | null = null;
    // What is said in one moment travels together.
    await Promise.resolve();
    while (!this.#outbox.isEmpty && this.readyState === this.OPEN) {
      const started = performance.now();
      try {
        const body = this.#outbox.batch(MOST_BYTES);
        this.#told(await this.#requests.send(this.#outbox.first, this.#got, body), body.length);
        failingSince = null;
        await delay(this.#pace.gather - (performance.now() - started));
      } catch (error) {
        failingSince = await this.#bear(error, failingSince);
      }
    }
    this.#isSending = false;
  }

  #told({ received, sent }: SendAnswer, count: number): void {
    this.#outbox.taken(received, count);
    if (sent > this.#got) this.#missed ??= { number: sent, since: performance.now() };
    if (sent > this.#got) this.#wake?.();
  }

  /** After a failure: waits a little, or gives up. @returns since when it fails */
  async #bear(error: unknown, since: number | null): Promise<number> {
    const now = performance.now();
    const from = since ?? now;
    if (error instanceof LostError || now - from > this.#pace.patience) this.#end(1006, '');
    else await delay(Math.min(1000, 150 + (now - from) / 2));
    return from;
  }

  #rest(time: number): Promise<void> {
    return new Promise((wake) => {
      const timer = setTimeout(wake, time);
      this.#wake = () => {
        clearTimeout(timer);
        wake();
      };
    });
  }

  #end(code: number, reason: string, goodbye?: () => void): void {
    if (this.readyState === this.CLOSED) return;
    this.readyState = this.CLOSED;
    globalThis.removeEventListener?.('pagehide', this.#onPageHide);
    goodbye?.();
    this.#requests.stop();
    this.#wake?.();
    // Never inside the call that closes: browsers tell it later, too.
    queueMicrotask(() =>
      this.#emit('close', new CloseEvent('close', { code, reason, wasClean: code !== 1006 }))
    );
  }

  #emit(type: 'open' | 'message' | 'close', event: Event): void {
    this.dispatchEvent(event);
    if (type === 'open') this.onopen?.(event);
    else if (type === 'message') this.#onmessage?.(event as MessageEvent);
    else this.onclose?.(event as CloseEvent);
  }
}

function delay(time: number): Promise<void> {
  return new Promise((over) => setTimeout(over, Math.max(0, time)));
}
