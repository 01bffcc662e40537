import { encodeRecord } from '../httpRecords.ts';
import { LostError } from './httpRequests.ts';

// The server reads bodies of one largest frame; more small ones than this would only wait there.
const MOST_FRAMES = 200;

/** The records of one HTTP session that the server has not said it took, numbered from 1 on. */
export class HttpOutbox {
  #records: Uint8Array[] = [];
  #first = 1;

  /** the number of the first record that waits */
  get first(): number {
    return this.#first;
  }

  get isEmpty(): boolean {
    return this.#records.length === 0;
  }

  get bytes(): number {
    return this.#records.reduce((sum, record) => sum + record.length, 0);
  }

  push(frame: Uint8Array): void {
    this.#records.push(encodeRecord({ kind: 'frame', frame }));
  }

  /** @returns what may travel together, from the first on: at least one, and then no more than `most` bytes */
  batch(most: number): Uint8Array[] {
    let size = 0;
    const fits = this.#records.slice(0, MOST_FRAMES).findIndex((record, i) => {
      size += record.length;
      return i > 0 && size > most;
    });
    return this.#records.slice(0, fits === -1 ? MOST_FRAMES : fits);
  }

  /**
   * The server took the records up to number `received`, of `count` it was sent.
   * @throws LostError when that cannot be: it speaks of another session
   */
  taken(received: number, count: number): void {
    const taken = received - this.#first + 1;
    if (taken < 0 || taken > this.#records.length) throw new LostError();
    // A server that takes no more of us is closing; why, it says to whoever listens.
    if (taken < count) this.#records.length = taken;
    this.#records.splice(0, taken);
    this.#first += taken;
  }
}
