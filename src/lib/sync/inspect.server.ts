import * as Y from 'yjs';
import type { Clock, Id, Rows, Write } from '#lib/kernel/index.ts';
import {
  findHead,
  listDocumentIds,
  listSnapshots,
  listUpdates,
  replaceSnapshots,
  type Head,
  type Snapshot
} from './documentStore.server.ts';
import type { DocumentKind } from './index.ts';
import { checksumOf, hasLooseEnds, newDocument } from './loadDocument.server.ts';

/** What reading every log again found: documents whose log is not whole, and those with a snapshot that is wrong. */
export type Inspection = { documents: number; unreadable: Id[]; unsound: Id[] };

/** `programme`: only its documents */
type Reader = { read: Rows; kinds: readonly DocumentKind[]; programme?: Id };

/** Reads the log of every document from its first row and compares each snapshot with it; changes nothing. */
export async function inspectDocuments(deps: Reader): Promise<Inspection> {
  return eachDocument(deps, async () => undefined);
}

/**
 * Makes the snapshots of every document anew from its log, where one is missing or wrong. Safe to repeat, and safe beside a
 * running server: a snapshot only repeats what the log says, and a document somebody has open is in that server's memory.
 */
export async function rebuildSnapshots(
  deps: Reader & { write: Write; clock: Clock }
): Promise<Inspection & { renewed: number }> {
  const { write, clock } = deps;
  let renewed = 0;
  const found = await eachDocument(deps, async ({ ref, seq }, { state, isSound, newest }) => {
    if (seq === 0 || (isSound && newest === seq)) return;
    const snapshot = { seq, state, checksum: checksumOf(state) };
    await write((unit) => replaceSnapshots(unit, ref, snapshot, clock()));
    renewed++;
  });
  return { ...found, renewed };
}

type Replayed = { state: Uint8Array; isSound: boolean; newest: number };

async function eachDocument(
  { read, kinds, programme }: Reader,
  work: (head: Head, replayed: Replayed) => Promise<void>
): Promise<Inspection> {
  const ids = await listDocumentIds(read, programme);
  const found: Inspection = { documents: ids.length, unreadable: [], unsound: [] };
  for (const id of ids) {
    const head = await findHead(read, id);
    if (!head) continue;
    const replayed = await replay(read, head, kinds);
    if (!replayed) found.unreadable.push(id);
    else {
      if (!replayed.isSound) found.unsound.push(id);
      await work(head, replayed);
    }
  }
  return found;
}

async function replay(
  read: Rows,
  { ref, seq }: Head,
  kinds: readonly DocumentKind[]
): Promise<Replayed | null> {
  const kind = kinds.find((one) => one.kind === ref.kind);
  if (!kind) return null;
  const snapshots = await listSnapshots(read, ref);
  // What somebody writes meanwhile is looked at the next time.
  const updates = (await listUpdates(read, ref, 0)).filter((update) => update.seq <= seq);
  const doc = newDocument(kind);
  const wrong = new Set(snapshots.filter(({ state, checksum }) => checksumOf(state) !== checksum));
  try {
    for (const { seq: at, update } of updates) {
      Y.applyUpdate(doc, update);
      for (const snapshot of snapshots)
        if (snapshot.seq === at && !wrong.has(snapshot) && !says(snapshot, doc)) wrong.add(snapshot);
    }
    if (hasLooseEnds(doc) || (updates.at(-1)?.seq ?? 0) < seq) return null;
    return { state: Y.encodeStateAsUpdate(doc), isSound: wrong.size === 0, newest: snapshots[0]?.seq ?? 0 };
  } catch {
    return null;
  } finally {
    doc.destroy();
  }
}

// By content: two encodings of one document may cut its runs differently.
function says({ state }: Snapshot, doc: Y.Doc): boolean {
  const copy = new Y.Doc();
  try {
    Y.applyUpdate(copy, state);
    for (const name of doc.share.keys()) copy.get(name, doc.get(name).constructor as never);
    return (
      Y.equalSnapshots(Y.snapshot(copy), Y.snapshot(doc)) &&
      JSON.stringify(copy.toJSON()) === JSON.stringify(doc.toJSON())
    );
  } catch {
    return false;
  } finally {
    copy.destroy();
  }
}
