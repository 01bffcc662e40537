import * as Y from 'yjs';
import type { Limits } from './limits.server.ts';

/** How large a document's stored state is: estimated from what comes and goes, measured now and then. */
export class Size {
  #bytes: number;
  #measuredAt = -Infinity;
  #limits: Limits;

  constructor(doc: Y.Doc, limits: Limits) {
    this.#limits = limits;
    this.#bytes = Y.encodeStateAsUpdate(doc).length;
  }

  /** @param bytes what an update added @param deletes characters it deleted, each at least a byte */
  add(bytes: number, deletes: number): void {
    this.#bytes = Math.max(0, this.#bytes + bytes - deletes);
  }

  /** Whether nothing more may be inserted. Measures, which takes time with the size, only when the estimate says so. */
  isFull(doc: Y.Doc): boolean {
    const { documentBytes, measureMs } = this.#limits;
    if (this.#bytes <= documentBytes) return false;
    const now = performance.now();
    if (now - this.#measuredAt < measureMs) return true;
    this.#measuredAt = now;
    this.#bytes = Y.encodeStateAsUpdate(doc).length;
    return this.#bytes > documentBytes;
  }
}
