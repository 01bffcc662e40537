import * as Y from 'yjs';
import { textDatabase, type DeviceStore } from './deviceStore.ts';
import { KeptText } from './keptText.ts';
import { readableText } from './readableText.ts';

/** The words of a document as this device keeps it, unconfirmed changes included. */
export async function textOnDevice(store: DeviceStore, account: string, name: string): Promise<string> {
  const doc = new Y.Doc();
  const text = new KeptText(textDatabase(account, name), doc);
  await text.open();
  for (const { update } of await store.kept(account, name)) Y.applyUpdate(doc, update);
  const words = readableText(doc) || loneWords(doc);
  await text.close();
  doc.destroy();
  return words;
}

// Without the text they belong into, changes have no place yet; their words are still somebody's.
function loneWords(doc: Y.Doc): string {
  const waiting = doc.store.pendingStructs;
  if (!waiting) return '';
  return Y.decodeUpdateV2(waiting.update)
    .structs.map((struct) =>
      struct instanceof Y.Item && struct.content instanceof Y.ContentString ? struct.content.str : ''
    )
    .join('');
}
