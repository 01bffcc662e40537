import * as Y from 'yjs';
import type { DeviceStore } from './deviceStore.ts';

/** One update on the list; those that continue a run of typing count with the one before them. */
type Entry = { update: Uint8Array; continues: boolean; at: number; key: Promise<IDBValidKey | null> };

/**
 * The changes to one document that the server has not confirmed, in their order, with their content. Whether they are
 * on this device is what the browser answered for each, not a hope.
 */
export class KeptList {
  readonly #account: string;
  readonly #name: string;
  readonly #changes: Entry[][] = [];
  #store: DeviceStore | null = null;
  /** what the browser refused to store, until it has stored it after all */
  readonly #failed = new Set<Entry>();
  readonly #again = new Set<Entry>();
  /** called when `isDurable` may have changed */
  onDurable: () => void = () => {};

  constructor(account: string, name: string) {
    this.#account = account;
    this.#name = name;
  }

  /** Whether everything on the list survives closing this window. */
  get isDurable(): boolean {
    return this.#store !== null && this.#failed.size === 0;
  }

  /** From now on changes are stored; those made before are stored now. */
  use(store: DeviceStore | null): void {
    this.#store = store;
    if (store) this.#retry();
    this.onDurable();
  }

  /** Puts one more update on the list, as a change of its own or with the last one. */
  add(update: Uint8Array, { continues = false } = {}): void {
    const last = this.#changes.at(-1);
    const joins = continues && last !== undefined;
    const entry: Entry = { update, continues: joins, at: Date.now(), key: Promise.resolve(null) };
    if (joins) last.push(entry);
    else this.#changes.push([entry]);
    this.#keep(entry);
  }

  /** The oldest `count` changes are confirmed. */
  confirm(count: number): void {
    void this.#forget(this.#changes.splice(0, count).flat());
  }

  /**
   * Takes over what the device keeps of this document and is not on this list: from earlier visits, or from another
   * window that has closed. `take` is called for each change with its content, once it is on the list.
   */
  async adopt(take: (update: Uint8Array) => void): Promise<void> {
    const store = this.#store;
    if (!store) return;
    const kept = await store.kept(this.#account, this.#name);
    const mine = new Set(await this.#keys(this.#changes.flat()));
    const changes: Entry[][] = [];
    for (const { key, update, continues, at } of kept) {
      if (mine.has(key)) continue;
      const entry: Entry = { update, continues, at, key: Promise.resolve(key) };
      if (continues && changes.length > 0) changes.at(-1)!.push(entry);
      else changes.push([entry]);
    }
    for (const change of changes) {
      this.#changes.push(change);
      take(Y.mergeUpdates(change.map(({ update }) => update)));
    }
  }

  /** Takes this window's changes from the list and from the device; those of other windows stay. */
  async clear(): Promise<void> {
    await this.#forget(this.#changes.splice(0).flat());
  }

  /** Resolves when the browser has answered for everything on the list. */
  async settled(): Promise<void> {
    await this.#keys(this.#changes.flat());
  }

  #keep(entry: Entry): void {
    const store = this.#store;
    if (!store) return this.#fail(entry);
    const { update, continues, at } = entry;
    entry.key = store.keep({ account: this.#account, name: this.#name, at, update, continues }).then(
      (key) => (this.#stored(entry), key),
      () => (this.#fail(entry), null)
    );
  }

  #stored(entry: Entry): void {
    this.#again.delete(entry);
    if (this.#failed.delete(entry)) this.onDurable();
    this.#retry();
  }

  #fail(entry: Entry): void {
    this.#again.delete(entry);
    this.#failed.add(entry);
    this.onDurable();
  }

  // A full disk may have room again later: what could not be stored goes after the next that could.
  #retry(): void {
    for (const entry of [...this.#failed]) {
      if (this.#again.has(entry)) continue;
      this.#again.add(entry);
      this.#keep(entry);
    }
  }

  async #forget(entries: Entry[]): Promise<void> {
    for (const entry of entries) this.#failed.delete(entry);
    this.onDurable();
    const keys = await this.#keys(entries);
    await this.#store?.confirm(keys.filter((key) => key !== null)).catch(() => {});
  }

  #keys(entries: Entry[]): Promise<(IDBValidKey | null)[]> {
    return Promise.all(entries.map(({ key }) => key));
  }
}
