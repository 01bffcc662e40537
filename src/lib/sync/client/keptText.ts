import { IndexeddbPersistence } from 'y-indexeddb';
import type * as Y from 'yjs';

/** A browser that does not answer within this time (ms) is not waited for; what it has comes in when it comes. */
export const PATIENCE = 3000;

/** The whole of one document as this device keeps it (y-indexeddb). What is unconfirmed is kept apart, in `KeptList`. */
export class KeptText {
  readonly #database: string;
  readonly #doc: Y.Doc;
  readonly #all = new Set<unknown>();
  #text: IndexeddbPersistence | null = null;

  constructor(database: string, doc: Y.Doc) {
    this.#database = database;
    this.#doc = doc;
  }

  /** Opens it. Resolves when the text is in the document, or when the browser takes too long. */
  async open(): Promise<void> {
    const text = new IndexeddbPersistence(this.#database, this.#doc);
    this.#text = text;
    this.#all.add(text);
    this.#guard(text);
    text._db.then(
      // Another window gives this text up. y-indexeddb closes then and would throw at the next edit; a new one begins
      // with what is here, after the deletion.
      (database) => database.addEventListener('versionchange', () => void this.#begin(text)),
      () => text.destroy().catch(() => {})
    );
    await within(PATIENCE, text.whenSynced, null);
  }

  /** Whether an update came from this device's storage rather than from a person. */
  isOrigin(origin: unknown): boolean {
    return this.#all.has(origin);
  }

  /** y-indexeddb reads other tabs' edits when it tidies up; that must not happen in the middle of a word. */
  postponeTidying(): void {
    if (this.#text?._storeTimeoutId) clearTimeout(this.#text._storeTimeoutId);
  }

  async close(): Promise<void> {
    const text = this.#text;
    this.#text = null;
    await text?.destroy().catch(() => {});
  }

  // A store the browser has closed throws in the middle of an edit, which would keep the edit from everybody else.
  #guard(text: IndexeddbPersistence): void {
    const store = text._storeUpdate;
    this.#doc.off('update', store);
    text._storeUpdate = (update, origin) => {
      try {
        store(update, origin);
      } catch {
        void this.close();
      }
    };
    this.#doc.on('update', text._storeUpdate);
  }

  async #begin(before: IndexeddbPersistence): Promise<void> {
    void before.destroy();
    if (this.#text === before) await this.open();
  }
}

/** @returns what the promise gives, or `otherwise` when it takes longer than `time` (ms) */
export function within<T, F>(time: number, promise: Promise<T>, otherwise: F): Promise<T | F> {
  return Promise.race([promise, new Promise<F>((resolve) => setTimeout(() => resolve(otherwise), time))]);
}
