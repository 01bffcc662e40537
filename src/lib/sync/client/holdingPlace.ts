/** How many windows of a browser may hold a request open: a site gets six, and pages must never wait for one. */
const PLACES = 3;
const CHANNEL = 'groundwork-holding';
/** time others have to answer (ms), and between two questions */
const ANSWER = 150;
const AGAIN = 10_000;

type Word = { says: 'who' | 'here' | 'left'; since: number; id: string };
type Channel = Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>;

/**
 * Whether this window may hold a request open, agreed among the windows of one browser: the oldest few may, the others
 * ask the server now and then. Nothing here needs a secure context.
 */
export class HoldingPlace {
  #channel: Channel | null;
  #me = { since: Date.now(), id: Math.random().toString(36).slice(2) };
  #older = new Set<string>();
  #mayHold = false;
  #timer: ReturnType<typeof setInterval> | null = null;
  #isIn = false;
  #counted: Promise<void> | null = null;

  /** @param open another kind of channel, for tests */
  constructor(open: (name: string) => Channel = (name) => new BroadcastChannel(name)) {
    try {
      this.#channel = open(CHANNEL);
      this.#channel.onmessage = (event: MessageEvent<Word>) => this.#hear(event.data);
    } catch {
      // Where windows cannot hear each other none may count on being alone.
      this.#channel = null;
    }
  }

  get mayHold(): boolean {
    return this.#mayHold;
  }

  /** Begins to take part. @returns once it is known who else does */
  enter(): Promise<void> {
    this.#timer ??= setInterval(() => void this.#count(), AGAIN);
    this.#isIn = true;
    return (this.#counted ??= this.#count());
  }

  /** Takes part no longer; somebody else may have the place. */
  leave(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    const wasIn = this.#isIn;
    this.#isIn = false;
    if (wasIn) this.#say('left');
    this.#channel?.close();
    this.#channel = null;
  }

  async #count(): Promise<void> {
    if (!this.#channel) return;
    this.#older = new Set();
    this.#say('who');
    await new Promise((heard) => setTimeout(heard, ANSWER));
    this.#mayHold = this.#older.size < PLACES;
  }

  #hear({ says, since, id }: Word): void {
    if (!this.#isIn) return;
    const isOlder = since < this.#me.since || (since === this.#me.since && id < this.#me.id);
    if (says === 'left') return void (isOlder && this.#count());
    if (isOlder) this.#older.add(id);
    // A window that was asleep finds out here that it is not alone.
    if (this.#older.size >= PLACES) this.#mayHold = false;
    if (says === 'who') this.#say('here');
  }

  #say(says: Word['says']): void {
    this.#channel?.postMessage({ says, ...this.#me });
  }
}
