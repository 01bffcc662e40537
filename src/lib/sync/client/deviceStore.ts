/** A readable copy of text that could not be sent, kept until its owner has taken it. */
export type TextCopy = { account: string; name: string; at: number; reason: string; text: string };

/** One unconfirmed update of a document; with `continues` it belongs to the same change as the one before. */
export type KeptChange = {
  account: string;
  name: string;
  at: number;
  update: Uint8Array;
  continues: boolean;
};

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

  /** The unconfirmed updates of a document with their keys, oldest first. */
  async kept(account: string, name: string): Promise<(KeptChange & { key: IDBValidKey })[]> {
    const found: (KeptChange & { key: IDBValidKey })[] = [];
    await this.#write('changes', (store) => {
      store.index('document').openCursor(IDBKeyRange.only([account, name])).onsuccess = (event) => {
        const cursor = (event.target as IDBRequest<IDBCursorWithValue | null>).result;
        if (!cursor) return;
        found.push({ ...(cursor.value as KeptChange), key: cursor.primaryKey as IDBValidKey });
        cursor.continue();
      };
    });
    return found;
  }

  /** Forgets changes that are confirmed. */
  confirm(keys: readonly IDBValidKey[]): Promise<void> {
    return this.#write('changes', (store) => keys.forEach((key) => store.delete(key)));
  }

  /** Keeps a readable copy beside earlier ones; the same text of a document is kept once. */
  putCopy(copy: TextCopy): Promise<void> {
    return this.#write('copies', (store) => {
      store.getAll().onsuccess = (event) => {
        const same = (event.target as IDBRequest<TextCopy[]>).result.filter(
          ({ account, name }) => account === copy.account && name === copy.name
        );
        if (same.some(({ text }) => text === copy.text)) return;
        const at = Math.max(copy.at, ...same.map((earlier) => earlier.at + 1));
        store.add({ ...copy, at }, [copy.account, copy.name, at]);
      };
    });
  }

  /** The copies kept for an account. */
  async copies(account: string): Promise<TextCopy[]> {
    const all = await this.#read<TextCopy[]>('copies', (store) => store.getAll());
    return all.filter((copy) => copy.account === account);
  }

  /** Its owner has the text; the copy may go. */
  dropCopy({ account, name, at }: Pick<TextCopy, 'account' | 'name' | 'at'>): Promise<void> {
    return this.#write('copies', (store) => store.delete([account, name, at]));
  }

  /**
   * Forgets a document: its text, its list of changes, but not its copies.
   * @throws when another window holds the text fast; it goes when that window lets go
   */
  async forget(account: string, name: string): Promise<void> {
    await this.confirm((await this.kept(account, name)).map(({ key }) => key));
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

/** How long (ms) other windows have to let a database go. */
const LETTING_GO = 3000;

/**
 * Deletes a database. Other windows are asked to let go first.
 * @throws when one of them does not; the database goes as soon as it does
 */
export function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    const timer = setTimeout(() => reject(new Error(`${name} is still open elsewhere`)), LETTING_GO);
    const end = (act: () => void) => () => {
      clearTimeout(timer);
      act();
    };
    request.onsuccess = end(resolve);
    request.onerror = end(() => reject(request.error));
  });
}
