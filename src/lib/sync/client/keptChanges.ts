import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { openDeviceStore, textDatabase, type DeviceStore, type TextCopy } from './deviceStore.ts';
import { readableText } from './readableText.ts';

/** A browser that does not answer within this time (ms) is treated as keeping nothing for now. */
const PATIENCE = 3000;

/**
 * One document as this device keeps it: its text (y-indexeddb) and the list of changes the server has not confirmed.
 * Without storage everything still works in memory, and `isDurable` says so.
 */
export class KeptChanges {
  readonly #account: string;
  readonly #name: string;
  readonly #doc: Y.Doc;
  #store: DeviceStore | null = null;
  #text: IndexeddbPersistence | null = null;
  /** keys of the unconfirmed changes in the order they were made; null where one could not be stored */
  #keys: Promise<IDBValidKey | null>[] = [];
  /** called when the device stops keeping things */
  onFailure: () => void = () => {};

  constructor(account: string, name: string, doc: Y.Doc) {
    this.#account = account;
    this.#name = name;
    this.#doc = doc;
  }

  /** Whether changes survive closing this window. */
  get isDurable(): boolean {
    return this.#store !== null;
  }

  /** Whether an update came from this device's storage rather than from a person. */
  isOrigin(origin: unknown): boolean {
    return origin !== null && origin === this.#text;
  }

  /** Loads what the device keeps. @returns how many changes wait for confirmation since earlier visits */
  async load(): Promise<number> {
    this.#store = await within(PATIENCE, openDeviceStore(), null);
    if (!this.#store) return 0;
    const keys = await this.#store.kept(this.#account, this.#name).catch((): IDBValidKey[] => []);
    this.#keys.push(...keys.map((key) => Promise.resolve(key)));
    this.#text = new IndexeddbPersistence(textDatabase(this.#account, this.#name), this.#doc);
    void this.#text._db.catch(() => this.#fail());
    await within(PATIENCE, this.#text.whenSynced, null);
    void this.#store.remember(this.#account, this.#name).catch(() => this.#fail());
    return keys.length;
  }

  /** Puts one more change on the list. */
  add(): void {
    const change = { account: this.#account, name: this.#name, at: Date.now() };
    const key = this.#store?.keep(change).catch(() => (this.#fail(), null)) ?? null;
    this.#keys.push(Promise.resolve(key));
  }

  /** The oldest `count` changes are confirmed. */
  confirm(count: number): void {
    const confirmed = this.#keys.splice(0, count);
    void Promise.all(confirmed).then((keys) =>
      this.#store?.confirm(keys.filter((key) => key !== null)).catch(() => this.#fail())
    );
  }

  /** y-indexeddb reads other tabs' edits when it tidies up; that must not happen in the middle of a word. */
  postponeTidying(): void {
    if (this.#text?._storeTimeoutId) clearTimeout(this.#text._storeTimeoutId);
  }

  /** Keeps a readable copy of text that cannot be sent. */
  async putCopy(text: string, reason: string): Promise<void> {
    await this.#store?.putCopy({ account: this.#account, name: this.#name, at: Date.now(), reason, text });
  }

  /** Copies kept of this document and of its earlier epochs, oldest first. */
  async copies(): Promise<TextCopy[]> {
    const all = (await this.#store?.copies(this.#account).catch(() => [])) ?? [];
    return all.filter((copy) => isSameDocument(copy.name, this.#name)).sort((a, b) => a.at - b.at);
  }

  async dropCopy(name: string): Promise<void> {
    await this.#store?.dropCopy(this.#account, name);
  }

  /** Turns what earlier epochs of this document left unconfirmed into readable copies, and forgets those epochs. */
  async retireEarlierEpochs(): Promise<void> {
    const store = this.#store;
    if (!store) return;
    for (const name of await store.documents(this.#account)) {
      if (name === this.#name || !isSameDocument(name, this.#name)) continue;
      if ((await store.kept(this.#account, name)).length > 0) {
        const text = await textOnDevice(this.#account, name);
        await store.putCopy({ account: this.#account, name, at: Date.now(), reason: 'epoch_ended', text });
      }
      await store.forget(this.#account, name);
    }
  }

  /** Stops, and with `forget` also removes the text and the list from this device. */
  async close({ forget = false } = {}): Promise<void> {
    const store = this.#store;
    await this.#text?.destroy();
    await Promise.all(this.#keys);
    if (forget) await store?.forget(this.#account, this.#name);
    store?.close();
    this.#store = null;
  }

  #fail(): void {
    this.#store?.close();
    this.#store = null;
    this.onFailure();
  }
}

/** The words of a document as this device keeps it. */
export async function textOnDevice(account: string, name: string): Promise<string> {
  const doc = new Y.Doc();
  const text = new IndexeddbPersistence(textDatabase(account, name), doc);
  await within(PATIENCE, text.whenSynced, null);
  const words = readableText(doc);
  await text.destroy();
  doc.destroy();
  return words;
}

function isSameDocument(one: string, other: string): boolean {
  return one.split('.')[0] === other.split('.')[0];
}

function within<T, F>(time: number, promise: Promise<T>, otherwise: F): Promise<T | F> {
  return Promise.race([promise, new Promise<F>((resolve) => setTimeout(() => resolve(otherwise), time))]);
}
