import { openDeviceStore } from './deviceStore.ts';
import { tellSignedOut } from './keptChanges.ts';
import { textOnDevice } from './textOnDevice.ts';

/** Text that only this device has: the unconfirmed changes of one document, or a copy of what could not be sent. */
export type UnsentText = { name: string; changes: number; text: string };

/**
 * What would be lost if this account's documents were removed from this device now. Ask before signing out and offer
 * the text for copying.
 */
export async function unsentDocuments(account: string): Promise<UnsentText[]> {
  const store = await openDeviceStore();
  if (!store) return [];
  try {
    const unsent: UnsentText[] = [];
    for (const { name, text } of await store.copies(account)) unsent.push({ name, changes: 1, text });
    for (const name of await store.documents(account)) {
      const changes = (await store.kept(account, name)).filter(({ continues }) => !continues).length;
      if (changes > 0) unsent.push({ name, changes, text: await textOnDevice(store, account, name) });
    }
    return unsent;
  } finally {
    store.close();
  }
}

/** Whether somebody who was shown `shown` has seen every text in `now`. */
export function isAllShown(now: readonly UnsentText[], shown: readonly UnsentText[]): boolean {
  return now.every(({ name, text }) => shown.some((seen) => seen.name === name && seen.text === text));
}

/**
 * Removes everything this device keeps of an account's documents: after signing out, when {@link unsentDocuments} was
 * shown. The account's other windows keep nothing from then on.
 * @throws when another window holds a text fast; everything else is gone then
 */
export async function forgetDocuments(account: string): Promise<void> {
  const store = await openDeviceStore();
  if (!store) return;
  tellSignedOut(account);
  try {
    const copies = await store.copies(account);
    await Promise.all(copies.map((copy) => store.dropCopy(copy)));
    const names = await store.documents(account);
    const ends = await Promise.allSettled(names.map((name) => store.forget(account, name)));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
  } finally {
    store.close();
  }
}
