import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { encodeRecord, type SendAnswer } from './httpRecords.ts';
import type { Limits } from './limits.server.ts';
import type { CloseCode } from './protocol.ts';
import type { Wire, WireEvents } from './wire.server.ts';

/**
 * How a client listens: `stream` stays open and carries frames as they come, `poll` answers as soon as there is
 * something, `glance` at once.
 */
export type Listening = 'stream' | 'poll' | 'glance';

/** The answer under way to a client that listens. */
type Answer = {
  response: ServerResponse;
  how: Listening;
  /** number of the next frame to write */
  next: number;
  written: number;
  /** the reader's line is full */
  isStuck: boolean;
  /** a poll has something to say and waits a moment for more */
  isGathering: boolean;
  timers: NodeJS.Timeout[];
};

const BEAT = encodeRecord({ kind: 'beat' });
/** frames of one turn travel in one answer to a poll (ms) */
const GATHER = 8;
const REQUESTS_AT_ONCE = 4;
/** how much of what was sent is kept for a client that may still come for it, once the session has ended (bytes) */
const KEPT_AFTER = 16 * 1024;
/** how long a client that listens has for our goodbye (ms) */
const GOODBYE = 2000;

/**
 * The wire of one connection over HTTP (SPEC.md, H1–H12). Frames are numbered in both directions: what a client sends
 * twice is taken once, and what was sent to it is kept until it says that it has it.
 */
export class HttpWire implements Wire {
  /** what a client names this session by; nobody can guess it */
  readonly session = randomBytes(32).toString('base64url');
  #limits: Limits;
  #events: WireEvents | null = null;
  #outbox: Uint8Array[] = [];
  /** number of the last frame that the client has */
  #got = 0;
  #unsent = 0;
  #answer: Answer | null = null;
  #received = 0;
  #close: { code: number; reason: string } | null = null;
  #isOver = false;
  #isPaused = false;
  #onResume: (() => void) | null = null;
  #lane: Promise<unknown> = Promise.resolve();
  #requests = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get isOpen(): boolean {
    return this.#close === null && !this.#isOver;
  }

  get unsentBytes(): number {
    return this.#unsent;
  }

  get #sent(): number {
    return this.#got + this.#outbox.length;
  }

  listen(events: WireEvents): void {
    this.#events = events;
  }

  send(frame: Buffer): void {
    const record = encodeRecord({ kind: 'frame', frame });
    this.#outbox.push(record);
    this.#unsent += record.length;
    this.#pump();
  }

  close(code: CloseCode, reason: string): void {
    if (!this.isOpen) return;
    this.#close = { code, reason: reason.slice(0, 120) };
    const told = this.#answer?.response;
    this.resume();
    this.#pump();
    // Who listens now is told before the connection counts as gone; others come for it while it is remembered.
    if (!told || told.closed) return queueMicrotask(() => this.#over(code));
    told.once('close', () => this.#over(code));
    setTimeout(() => told.destroy(), GOODBYE).unref();
  }

  terminate(): void {
    this.#close ??= { code: 1006, reason: '' };
    this.#forget(this.#sent);
    this.#answer?.response.destroy();
    this.resume();
    this.#over(1006);
  }

  pause(): void {
    if (this.isOpen) this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#onResume?.();
    this.#onResume = null;
  }

  ping(): void {
    // Listening ends by itself after a while; that a client comes back is the sign of life.
  }

  #over(code: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#unsent > KEPT_AFTER) this.#forget(this.#sent);
    this.#events?.closed(code);
  }

  /**
   * Counts a request that sends, before anything of it is held in memory.
   * @returns what to call, once, when it is answered
   * @throws WireFaultError `tooMuch` when too many are under way already
   */
  enter(): () => void {
    if (this.#requests >= REQUESTS_AT_ONCE) throw fault('tooMuch');
    this.#requests++;
    return () => void this.#requests--;
  }

  /**
   * Takes frames that a client numbered from `first` on, in order and once, as fast as the connection reads.
   * @throws WireFaultError `lost` when frames before them are missing
   */
  async take(first: number, frames: readonly Uint8Array[]): Promise<SendAnswer> {
    this.#events?.alive();
    const turn = this.#lane.then(() => this.#takeInTurn(first, frames));
    this.#lane = turn.catch(() => undefined);
    await turn;
    return { received: this.#received, sent: this.#sent };
  }

  async #takeInTurn(first: number, frames: readonly Uint8Array[]): Promise<void> {
    if (first > this.#received + 1) throw fault('lost');
    for (const [i, frame] of frames.entries()) {
      if (first + i <= this.#received) continue;
      if (this.#isPaused) await new Promise<void>((resume) => (this.#onResume = resume));
      if (!this.isOpen) return;
      this.#received = first + i;
      this.#events?.frame(Buffer.from(frame.buffer, frame.byteOffset, frame.length), true);
    }
  }

  /** Ends the session because the client says so, or sent what is no record. */
  end(code: number): void {
    this.#close ??= { code, reason: '' };
    this.#answer?.response.end();
    this.#over(code);
  }

  /** The client has all frames up to this number; they are kept no longer. */
  got(number: number): void {
    if (number > this.#got && number <= this.#sent) this.#forget(number);
  }

  #forget(upTo: number): void {
    for (const record of this.#outbox.splice(0, upTo - this.#got)) this.#unsent -= record.length;
    this.#got = upTo;
    if (this.#answer && this.#answer.next <= upTo) this.#answer.next = upTo + 1;
  }

  /**
   * Answers with every frame after number `from`. A later request takes the place of an earlier one.
   * @throws WireFaultError `lost` when these frames are not here: forgotten since, or never sent
   */
  answer(response: ServerResponse, how: Listening, from: number): void {
    // Of a session that has ended the last word is still told, though what came before it may be gone.
    if (from > this.#sent || (from < this.#got && !this.#close)) throw fault('lost');
    this.#events?.alive();
    this.#finish();
    this.got(from);
    const { holdMs, beatMs } = this.#limits;
    const answer: Answer = {
      ...{ response, how, next: this.#got + 1, written: 0 },
      ...{ isStuck: false, isGathering: false, timers: [] }
    };
    this.#answer = answer;
    response.on('error', () => undefined);
    response.on('close', () => this.#gone(answer));
    response.on('drain', () => {
      answer.isStuck = false;
      this.#events?.alive();
      this.#pump();
    });
    response.writeHead(200, recordHeaders);
    if (how !== 'glance') answer.timers.push(setTimeout(() => this.#finish(), holdMs));
    if (how === 'stream') {
      response.write(BEAT);
      answer.timers.push(setInterval(() => answer.isStuck || response.write(BEAT), beatMs));
    }
    this.#pump();
  }

  // A slow reader is waited for here; how much may wait, the connection decides by `unsentBytes`.
  #pump(): void {
    const answer = this.#answer;
    if (!answer || answer.isStuck) return;
    // A poll that has begun to answer goes on; it only was too much for the reader's line at once.
    if (answer.how !== 'poll' || this.#close || answer.written > 0) return this.#write(answer);
    if (answer.isGathering || this.#sent < answer.next) return;
    answer.isGathering = true;
    answer.timers.push(setTimeout(() => this.#write(answer), GATHER));
  }

  #write(answer: Answer): void {
    const { response } = answer;
    while (answer.next <= this.#sent) {
      const record = this.#outbox[answer.next - this.#got - 1]!;
      answer.next++;
      answer.written += record.length;
      if (!response.write(record)) {
        answer.isStuck = true;
        if (answer.next <= this.#sent) return;
      }
    }
    if (this.#close) response.write(encodeRecord({ kind: 'close', ...this.#close }));
    const isFull = answer.written >= this.#limits.holdBytes;
    if (this.#close || isFull || answer.how === 'glance' || (answer.how === 'poll' && answer.written > 0))
      this.#finish();
  }

  #finish(): void {
    const answer = this.#answer;
    if (!answer) return;
    this.#gone(answer);
    answer.response.end();
  }

  #gone(answer: Answer): void {
    for (const timer of answer.timers) clearTimeout(timer);
    if (this.#answer === answer) this.#answer = null;
  }
}

// Between us and the reader nobody may keep, change or hold back what is on its way.
const recordHeaders = {
  'content-type': 'application/octet-stream',
  'cache-control': 'no-store, no-transform',
  'x-content-type-options': 'nosniff',
  'x-accel-buffering': 'no'
} as const;

/** The request cannot be served; a session that is `lost` has to be given up by its client. */
export class WireFaultError extends Error {
  readonly fault: 'lost' | 'tooMuch';
  constructor(fault: WireFaultError['fault'], options?: ErrorOptions) {
    super(fault, options);
    this.name = 'WireFaultError';
    this.fault = fault;
  }
}

const fault = (kind: WireFaultError['fault']) => new WireFaultError(kind);
