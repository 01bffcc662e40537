import { openDeviceStore } from './deviceStore.ts';
import { textOnDevice } from './keptChanges.ts';

/** Text of one document that only this device has. */
export type UnsentText = { name: string; changes: number; text: string };

/**
 * What would be lost if this account's documents were removed from this device now. Ask before signing out and offer
 * the text for copying.
 */
export async function unsentDocuments(account: string): Promise<UnsentText[]> {
  const store = await openDeviceStore();
  if (!store) return [];
  const unsent: UnsentText[] = [];
  for (const copy of await store.copies(account))
    unsent.push({ name: copy.name, changes: 1, text: copy.text });
  for (const name of await store.documents(account)) {
    const changes = (await store.kept(account, name)).length;
    if (changes > 0) unsent.push({ name, changes, text: await textOnDevice(account, name) });
  }
  store.close();
  return unsent;
}

/**
 * Removes everything this device keeps of an account's documents; for signing out.
 * @returns what was lost by it, as {@link unsentDocuments} would have told before
 */
export async function forgetDocuments(account: string): Promise<UnsentText[]> {
  const lost = await unsentDocuments(account);
  const store = await openDeviceStore();
  if (!store) return lost;
  for (const name of await store.documents(account)) await store.forget(account, name);
  for (const copy of await store.copies(account)) await store.dropCopy(account, copy.name);
  store.close();
  return lost;
}
