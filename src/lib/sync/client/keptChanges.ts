import * as Y from 'yjs';
import {
  deleteDatabase,
  openDeviceStore,
  textDatabase,
  type DeviceStore,
  type TextCopy
} from './deviceStore.ts';
import { KeptList } from './keptList.ts';
import { KeptText, PATIENCE, within } from './keptText.ts';
import { textOnDevice } from './textOnDevice.ts';

const LEFT = 'left';
const SIGNED_OUT = 'signed out';

/** What windows of one account tell each other about what this device keeps. */
export function windowsOf(account: string): BroadcastChannel {
  return new BroadcastChannel(`groundwork:${account}`);
}

/** Tells this account's other windows that nothing of it may be kept on this device any more. */
export function tellSignedOut(account: string): void {
  const windows = windowsOf(account);
  windows.postMessage(SIGNED_OUT);
  windows.close();
}

/**
 * One document as this device keeps it: its text and the list of changes the server has not confirmed, with their
 * content, so that nothing depends on the text's own store. Without storage everything still works in memory, and
 * `isDurable` says so.
 */
export class KeptChanges {
  readonly #account: string;
  readonly #name: string;
  readonly #doc: Y.Doc;
  readonly #list: KeptList;
  readonly #text: KeptText;
  readonly #windows: BroadcastChannel;
  /** the origin of changes that join the list while the document is open */
  readonly #adoption = { adoption: true };
  readonly #loading = { loading: true };
  #store: DeviceStore | null = null;
  #isClosed = false;
  /** called when `isDurable` may have changed */
  onDurable: () => void = () => {};

  constructor(account: string, name: string, doc: Y.Doc) {
    this.#account = account;
    this.#name = name;
    this.#doc = doc;
    this.#list = new KeptList(account, name);
    this.#list.onDurable = () => this.onDurable();
    this.#text = new KeptText(textDatabase(account, name), doc);
    this.#windows = windowsOf(account);
    this.#windows.onmessage = ({ data }) => {
      if (data === SIGNED_OUT) void this.#stop();
      else if (data === `${LEFT} ${name}`)
        void this.#list.adopt((update) => this.#takeNow(update)).catch(reportError);
    };
  }

  /** Whether changes survive closing this window. */
  get isDurable(): boolean {
    return this.#list.isDurable;
  }

  /** Whether an update came from this device's storage and is not to be counted. */
  isOrigin(origin: unknown): boolean {
    return origin === this.#loading || this.#text.isOrigin(origin);
  }

  /** Whether an update is an unconfirmed change of another window or visit, which is on the list already. */
  isAdopted(origin: unknown): boolean {
    return origin === this.#adoption;
  }

  /**
   * Loads what the device keeps. What a slow browser brings later joins the document and the list then, as changes
   * that are still to be sent.
   * @returns how many changes wait for confirmation since earlier visits
   */
  async load(): Promise<number> {
    let waiting = 0;
    let isLate = false;
    const take = (update: Uint8Array): void => {
      if (isLate) return this.#takeNow(update);
      // With the changes come their contents, so that the first frame holds whatever it will confirm.
      Y.applyUpdate(this.#doc, update, this.#loading);
      waiting++;
    };
    await within(PATIENCE, this.#begin(take).catch(reportError), null);
    isLate = true;
    return waiting;
  }

  /** Puts an update on the list, as one more change or as part of the last one. */
  add(update: Uint8Array, how: { continues: boolean }): void {
    this.#list.add(update, how);
  }

  /** The oldest `count` changes are confirmed. */
  confirm(count: number): void {
    this.#list.confirm(count);
  }

  /** Another window of this document may take over what this one has not sent. */
  tellLeft(): void {
    this.#windows.postMessage(`${LEFT} ${this.#name}`);
  }

  postponeTidying(): void {
    this.#text.postponeTidying();
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

  async dropCopy(copy: TextCopy): Promise<void> {
    await this.#store?.dropCopy(copy);
  }

  /** Turns what earlier epochs of this document left unconfirmed into readable copies, and forgets those epochs. */
  async retireEarlierEpochs(): Promise<void> {
    const store = this.#store;
    if (!store) return;
    for (const name of await store.documents(this.#account)) {
      if (name === this.#name || !isSameDocument(name, this.#name)) continue;
      if ((await store.kept(this.#account, name)).length > 0) {
        const text = await textOnDevice(store, this.#account, name);
        await store.putCopy({ account: this.#account, name, at: Date.now(), reason: 'epoch_ended', text });
      }
      await store.forget(this.#account, name);
    }
  }

  /**
   * Stops. With `forget` this window's changes and the text go from the device; other windows' changes stay, and those
   * windows begin the text anew with what they show.
   * @throws when another window holds the text fast
   */
  async close({ forget = false } = {}): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#text.close();
    await this.#list.settled();
    if (forget) await this.#list.clear();
    this.tellLeft();
    this.#windows.close();
    this.#store?.close();
    this.#store = null;
    if (forget) await deleteDatabase(textDatabase(this.#account, this.#name));
  }

  async #begin(take: (update: Uint8Array) => void): Promise<void> {
    const store = await openDeviceStore();
    if (!store || this.#isClosed) return store?.close();
    this.#store = store;
    // Known before anything is stored: signing out must find it.
    await store.remember(this.#account, this.#name);
    if (this.#isClosed) return;
    this.#list.use(store);
    await Promise.all([this.#text.open(), this.#list.adopt(take)]);
  }

  // What the document has already is sent once more all the same: only the server's word takes it off the list.
  #takeNow(update: Uint8Array): void {
    let isOut = false;
    const note = (_update: Uint8Array, origin: unknown) => (isOut ||= this.isAdopted(origin));
    this.#doc.on('update', note);
    Y.applyUpdate(this.#doc, update, this.#adoption);
    this.#doc.off('update', note);
    if (!isOut) this.#doc.emit('update', [update, this.#adoption, this.#doc, null as never]);
  }

  // Signed out in another window: what is written here from now on is in this window only.
  async #stop(): Promise<void> {
    this.#list.use(null);
    this.#store?.close();
    this.#store = null;
    await this.#text.close();
    // This window may have begun the text anew when the other one deleted it.
    await deleteDatabase(textDatabase(this.#account, this.#name)).catch(reportError);
  }
}

function isSameDocument(one: string, other: string): boolean {
  return one.split('.')[0] === other.split('.')[0];
}
