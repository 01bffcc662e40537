/**
 * Which local edits the server has confirmed. The server acknowledges how many update frames of this connection it has
 * stored; this account knows which edits each frame contained. Edits are numbered 1, 2, 3… in the order they were made.
 */
export class AckAccount {
  #made = 0;
  #confirmed = 0;
  #acked = 0;
  /** for each update frame of this connection, the last edit it contains */
  #frames: number[] = [];

  /** How many edits nobody has confirmed yet. */
  get pending(): number {
    return this.#made - this.#confirmed;
  }

  /** The number of the last confirmed edit. */
  get confirmed(): number {
    return this.#confirmed;
  }

  /** Whether the last edit is pending and in no frame of this connection: another may still be counted with it. */
  get isLastUnsent(): boolean {
    return this.pending > 0 && (this.#frames.at(-1) ?? 0) < this.#made;
  }

  /** Notes one more local edit. @returns its number */
  edited(): number {
    return ++this.#made;
  }

  /** A new connection counts its frames from the start; what was not confirmed stays pending. */
  connected(): void {
    this.#frames = [];
    this.#acked = 0;
  }

  /** An update frame with everything made so far goes out. */
  sent(): void {
    this.#frames.push(this.#made);
  }

  /**
   * The server has stored the first `count` frames of this connection.
   * @returns whether that confirmed any edit. A count that goes back or was never sent confirms nothing.
   */
  acknowledged(count: number): boolean {
    if (!Number.isSafeInteger(count) || count <= this.#acked || count > this.#frames.length) return false;
    this.#acked = count;
    const upTo = this.#frames[count - 1]!;
    if (upTo <= this.#confirmed) return false;
    this.#confirmed = upTo;
    return true;
  }
}
