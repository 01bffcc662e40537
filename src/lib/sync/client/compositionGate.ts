/** How long a composition may rest before others' edits come in again, and how long one needs to settle (ms). */
const IDLE = 8000;
const SETTLE = 40;

type Listener = () => void;

/**
 * Holds traffic in both directions while somebody composes a word with an input method: a change from outside in the
 * middle of it would leave half-typed symbols in the text. One gate per document and tab.
 *
 * `hold` on compositionstart, `touch` on compositionupdate, `settle` on compositionend; `release` on blur, destroy and
 * when the page is hidden. It lets go by itself when nothing was composed for 8 seconds: a stuck gate would freeze the
 * text. The listener `onWord` writes the finished word into the document; `onRelease` lets the waiting frames go.
 */
export class CompositionGate {
  readonly #idle: number;
  readonly #settle: number;
  readonly #words = new Set<Listener>();
  readonly #releases = new Set<Listener>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isHeld = false;
  #isSettling = false;

  constructor({ idle = IDLE, settle = SETTLE }: { idle?: number; settle?: number } = {}) {
    this.#idle = idle;
    this.#settle = settle;
  }

  /** Whether nothing may pass now. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Called when a word is complete and belongs into the document, before anything from outside comes in. */
  onWord(listener: Listener): () => void {
    this.#words.add(listener);
    return () => this.#words.delete(listener);
  }

  /** Called when frames may move again. */
  onRelease(listener: Listener): () => void {
    this.#releases.add(listener);
    return () => this.#releases.delete(listener);
  }

  /** A composition begins. A word that is still settling is completed first, so that each is one step to undo. */
  hold(): void {
    if (this.#isSettling) this.#tell(this.#words);
    this.#isSettling = false;
    this.#isHeld = true;
    this.#wait(this.#idle);
  }

  /** The composition goes on. */
  touch(): void {
    this.hold();
  }

  /** The composition ended; the browser still needs a moment to put the word into the text. */
  settle(): void {
    if (!this.#isHeld) return;
    this.#isSettling = true;
    this.#wait(this.#settle);
  }

  /** Lets everything pass at once. Harmless when nothing is held. */
  release(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#isHeld) return;
    this.#isSettling = false;
    this.#tell(this.#words);
    this.#isHeld = false;
    this.#tell(this.#releases);
  }

  #wait(time: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.release(), time);
  }

  // One listener's fault must not keep the gate shut for the others.
  #tell(listeners: Set<Listener>): void {
    for (const listener of listeners) {
      try {
        listener();
      } catch (error) {
        reportError(error);
      }
    }
  }
}
