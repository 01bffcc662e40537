import { createHash } from 'node:crypto';
import * as Y from 'yjs';
import type { Id, Rows } from '#lib/kernel/index.ts';
import { findHead, listSnapshots, listUpdates, type Head } from './documentStore.server.ts';
import type { DocumentKind } from './index.ts';
import { countWork } from './integrationWork.server.ts';

/** What is stored for a document cannot be read whole. It is never shown as empty instead. */
export class UnreadableDocumentError extends Error {
  constructor(id: Id, cause: unknown) {
    super(`The stored document ${id} cannot be read.`, { cause });
    this.name = 'UnreadableDocumentError';
  }
}

export type LoadedDocument = Head & { doc: Y.Doc; snapshotSeq: number };

/** @returns an empty document with the roots of its kind declared, so that remote content gets the right types */
export function newDocument(kind: DocumentKind): Y.Doc {
  const doc = new Y.Doc();
  countWork(doc);
  // Editors tidy formatting up by themselves. Here it would be an edit of the server's own, and take the square of time.
  doc.on('afterTransaction', (transaction) => (transaction._needFormattingCleanup = false));
  for (const [name, type] of Object.entries(kind.roots))
    if (type === 'xml') doc.getXmlFragment(name);
    else doc.getMap(name);
  return doc;
}

/**
 * Rebuilds a document from its newest sound snapshot and the log after it.
 * @returns null for an unknown document
 * @throws UnreadableDocumentError when a row is damaged or missing
 */
export async function loadDocument(
  rows: Rows,
  id: Id,
  kindOf: (name: string) => DocumentKind
): Promise<LoadedDocument | null> {
  // The head is read first: what is committed meanwhile only adds rows after it.
  const head = await findHead(rows, id);
  if (!head) return null;
  const snapshots = await listSnapshots(rows, head.ref);
  const snapshot = snapshots.find(({ state, checksum }) => checksumOf(state) === checksum);
  const updates = await listUpdates(rows, head.ref, snapshot?.seq ?? 0);
  const doc = newDocument(kindOf(head.ref.kind));
  try {
    if (snapshot) Y.applyUpdate(doc, snapshot.state);
    for (const { update } of updates) Y.applyUpdate(doc, update);
    if (hasLooseEnds(doc)) throw new Error('updates are missing');
    const last = updates.at(-1)?.seq ?? snapshot?.seq ?? 0;
    if (last < head.seq) throw new Error(`the log ends at ${last}, not ${head.seq}`);
    return { ref: head.ref, seq: last, doc, snapshotSeq: snapshot?.seq ?? 0 };
  } catch (error) {
    doc.destroy();
    throw new UnreadableDocumentError(id, error);
  }
}

/**
 * Rebuilds a document as it was after one of its updates. Runs that were joined since are there whole or not at all: then
 * it is the state before the run, and `seq` says so.
 * @returns null for an unknown document, or a sequence it has not reached
 * @throws UnreadableDocumentError when a row is damaged or missing
 */
export async function loadDocumentAt(
  rows: Rows,
  id: Id,
  kindOf: (name: string) => DocumentKind,
  wanted: number
): Promise<(LoadedDocument & { at: number | null }) | null> {
  const head = await findHead(rows, id);
  if (!head || wanted > head.seq) return null;
  const sound = (await listSnapshots(rows, head.ref)).find(
    ({ seq, state, checksum }) => seq <= wanted && checksumOf(state) === checksum
  );
  // The row a snapshot ends with says when that was.
  const updates = await listUpdates(rows, head.ref, sound ? sound.seq - 1 : 0, wanted);
  const doc = newDocument(kindOf(head.ref.kind));
  try {
    if (sound) Y.applyUpdate(doc, sound.state);
    for (const { update } of updates) Y.applyUpdate(doc, update);
    if (hasLooseEnds(doc)) throw new Error('updates are missing');
    const last = updates.at(-1);
    return {
      ref: head.ref,
      seq: last?.seq ?? sound?.seq ?? 0,
      at: last?.at ?? null,
      doc,
      snapshotSeq: sound?.seq ?? 0
    };
  } catch (error) {
    doc.destroy();
    throw new UnreadableDocumentError(id, error);
  }
}

/** Whether something in this document waits for updates that have not come. */
export function hasLooseEnds(doc: Y.Doc): boolean {
  return doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
}

/** @returns the SHA-256 of a snapshot's bytes, hex */
export function checksumOf(state: Uint8Array): string {
  return createHash('sha256').update(state).digest('hex');
}
