/** A readable copy of text that could not be sent, kept until its owner has taken it. */
export type TextCopy = { account: string; name: string; at: number; reason: string; text: string };

type KeptChange = { account: string; name: string; at: number };

const DATABASE = 'groundwork-kept';
const PREFIX = 'groundwork';

/** The name of y-indexeddb's database for one person's copy of one document on this device. */
export function textDatabase(account: string, name: string): string {
  return `${PREFIX}:${account}:${name}`;
}

/**
 * What this browser keeps for later: which changes of which document are not confirmed, which documents it holds, and
 * copies of refused text. All of it belongs to an account, so that people who share a computer never meet each
 * other's text. `openDeviceStore` answers null where the browser keeps nothing (private windows, full disk).
 */
export class DeviceStore {
  readonly #database: IDBDatabase;
  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  /** Remembers that this device holds a document, so that signing out can find it. */
  remember(account: string, name: string): Promise<void> {
    return this.#write('documents', (store) => store.put({ account, name }, [account, name]));
  }

  /** The documents this device holds for an account. */
  async documents(account: string): Promise<string[]> {
    const all = await this.#read<{ account: string; name: string }[]>('documents', (store) => store.getAll());
    return all.filter((entry) => entry.account === account).map((entry) => entry.name);
  }

  /** Keeps one change as unconfirmed. @returns its key */
  async keep(change: KeptChange): Promise<IDBValidKey> {
    let key: IDBValidKey = 0;
    await this.#write('changes', (store) => {
      store.add(change).onsuccess = (event) => (key = (event.target as IDBRequest<IDBValidKey>).result);
    });
    return key;
  }

  /** The keys of the unconfirmed changes of a document, oldest first. */
  async kept(account: string, name: string): Promise<IDBValidKey[]> {
    return this.#read<IDBValidKey[]>('changes', (store) =>
      store.index('document').getAllKeys(IDBKeyRange.only([account, name]))
    );
  }

  /** Forgets changes that are confirmed. */
  confirm(keys: readonly IDBValidKey[]): Promise<void> {
    return this.#write('changes', (store) => keys.forEach((key) => store.delete(key)));
  }

  /** Keeps a readable copy; there is one per document, the newest wins. */
  putCopy(copy: TextCopy): Promise<void> {
    return this.#write('copies', (store) => store.put(copy, [copy.account, copy.name]));
  }

  /** The copies kept for an account. */
  async copies(account: string): Promise<TextCopy[]> {
    const all = await this.#read<TextCopy[]>('copies', (store) => store.getAll());
    return all.filter((copy) => copy.account === account);
  }

  /** Its owner has the text; the copy may go. */
  dropCopy(account: string, name: string): Promise<void> {
    return this.#write('copies', (store) => store.delete([account, name]));
  }

  /** Forgets a document: its text, its list of changes, but not its copies. */
  async forget(account: string, name: string): Promise<void> {
    await this.confirm(await this.kept(account, name));
    await deleteDatabase(textDatabase(account, name));
    await this.#write('documents', (store) => store.delete([account, name]));
  }

  close(): void {
    this.#database.close();
  }

  #read<T>(name: string, ask: (store: IDBObjectStore) => IDBRequest): Promise<T> {
    return new Promise((resolve, reject) => {
      const request = ask(this.#database.transaction(name, 'readonly').objectStore(name));
      request.onsuccess = () => resolve(request.result as T);
      request.onerror = () => reject(request.error);
    });
  }

  #write(name: string, act: (store: IDBObjectStore) => unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(name, 'readwrite');
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      act(transaction.objectStore(name));
    });
  }
}

/** Opens what this device keeps, or answers null when the browser keeps nothing. */
export async function openDeviceStore(): Promise<DeviceStore | null> {
  try {
    return new DeviceStore(await openDatabase());
  } catch {
    return null;
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('documents');
      request.result.createObjectStore('copies');
      const changes = request.result.createObjectStore('changes', { autoIncrement: true });
      changes.createIndex('document', ['account', 'name']);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('blocked'));
  });
}

/** Deletes a database; one that another tab still uses goes when that tab lets go. */
export function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onblocked = () => resolve();
    request.onerror = () => reject(request.error);
  });
}
