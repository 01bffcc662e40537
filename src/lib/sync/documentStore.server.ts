import { kysely } from '#db/rows.server.ts';
import type { Id, Json, Rows, SubjectKind, Unit } from '#lib/kernel/index.ts';
import type { DocumentRef } from './index.ts';

/** One row of the log: what somebody wrote, as one Yjs update. */
export type NewUpdate = {
  update: Uint8Array;
  author: Id | 'system';
  /** JSON text, or null for the system */
  affiliation: string | null;
  at: number;
};
export type StoredUpdate = NewUpdate & { seq: number };

/** A history row: who wrote how much, when and as whom; never the text. */
export type HistoryEntry = {
  seq: number;
  author: Id | 'system';
  affiliation: Json;
  at: number;
  bytes: number;
};

export type Snapshot = { seq: number; state: Uint8Array; checksum: string };

/** Where a document stands: its reference and the sequence of its newest committed update. */
export type Head = { ref: DocumentRef; seq: number };

/** @returns the document's row, or null */
export async function findHead(rows: Rows, id: Id): Promise<Head | null> {
  const row = await kysely(rows).selectFrom('document').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  const subject = { kind: row.subject_kind as SubjectKind, id: row.subject_id };
  const ref = { id, kind: row.kind, programme: row.programme_id, subject, epoch: row.epoch };
  return { ref, seq: Number(row.head_seq) };
}

/** Makes the row of a new document, empty, in epoch 1. */
export async function insertDocument(unit: Unit, ref: DocumentRef, at: number): Promise<void> {
  await kysely(unit)
    .insertInto('document')
    .values({
      id: ref.id,
      kind: ref.kind,
      programme_id: ref.programme,
      subject_kind: ref.subject.kind,
      subject_id: ref.subject.id,
      epoch: ref.epoch,
      created_at: at,
      head_seq: 0
    })
    .execute();
}

/**
 * Appends updates at the end of the log; the document's row gives a gap-free order.
 * @returns the sequence of the last one, or null when the epoch is no longer current (then nothing is written)
 */
export async function appendUpdates(
  unit: Unit,
  { id, epoch }: { id: Id; epoch: number },
  updates: readonly NewUpdate[]
): Promise<number | null> {
  const db = kysely(unit);
  const head = await db
    .updateTable('document')
    .set((e) => ({ head_seq: e('head_seq', '+', updates.length) }))
    .where('id', '=', id)
    .where('epoch', '=', epoch)
    .returning('head_seq')
    .executeTakeFirst();
  if (!head) return null;
  const last = Number(head.head_seq);
  const first = last - updates.length + 1;
  const rows = updates.map((row, i) => ({
    document_id: id,
    epoch,
    seq: first + i,
    update: Buffer.from(row.update),
    author: row.author,
    affiliation: row.affiliation,
    relayed_by: null,
    at: row.at
  }));
  for (let i = 0; i < rows.length; i += 100)
    await db
      .insertInto('document_update')
      .values(rows.slice(i, i + 100))
      .execute();
  return last;
}

/** Binds Yjs client ids to who brought them first. A second binding of the same id fails the transaction. */
export async function insertBindings(
  unit: Unit,
  { id, epoch }: { id: Id; epoch: number },
  bindings: readonly { client: number; author: Id | 'system' }[],
  at: number
): Promise<void> {
  if (bindings.length === 0) return;
  const rows = bindings.map(({ client, author }) => ({
    document_id: id,
    epoch,
    client_id: client,
    author,
    bound_at: at
  }));
  for (let i = 0; i < rows.length; i += 100)
    await kysely(unit)
      .insertInto('document_client')
      .values(rows.slice(i, i + 100))
      .execute();
}

/** Turns to the next epoch with an empty log. @returns its number, or null for an unknown document */
export async function raiseEpoch(unit: Unit, id: Id): Promise<number | null> {
  const row = await kysely(unit)
    .updateTable('document')
    .set((e) => ({ epoch: e('epoch', '+', 1), head_seq: 0 }))
    .where('id', '=', id)
    .returning('epoch')
    .executeTakeFirst();
  return row?.epoch ?? null;
}

/** @returns who each client id of this epoch belongs to */
export async function listBindings(rows: Rows, { id, epoch }: { id: Id; epoch: number }) {
  const found = await kysely(rows)
    .selectFrom('document_client')
    .select(['client_id', 'author'])
    .where('document_id', '=', id)
    .where('epoch', '=', epoch)
    .execute();
  return new Map(found.map((row) => [Number(row.client_id), row.author]));
}

/** @returns the updates after `after`, up to and with `upTo` where given, oldest first */
export async function listUpdates(
  rows: Rows,
  { id, epoch }: { id: Id; epoch: number },
  after: number,
  upTo?: number
): Promise<StoredUpdate[]> {
  const found = await kysely(rows)
    .selectFrom('document_update')
    .select(['seq', 'update', 'author', 'affiliation', 'at'])
    .where('document_id', '=', id)
    .where('epoch', '=', epoch)
    .where('seq', '>', after)
    .$if(upTo !== undefined, (query) => query.where('seq', '<=', upTo!))
    .orderBy('seq')
    .execute();
  return found.map((row) => ({ ...row, seq: Number(row.seq), at: Number(row.at) }));
}

/** @returns the snapshots of this epoch, newest first */
export async function listSnapshots(
  rows: Rows,
  { id, epoch }: { id: Id; epoch: number }
): Promise<Snapshot[]> {
  const found = await kysely(rows)
    .selectFrom('document_snapshot')
    .select(['seq', 'state', 'checksum'])
    .where('document_id', '=', id)
    .where('epoch', '=', epoch)
    .orderBy('seq', 'desc')
    .execute();
  return found.map((row) => ({ ...row, seq: Number(row.seq) }));
}

/** Keeps a snapshot and drops all but the newest two; the log itself is never shortened by this. */
export async function insertSnapshot(
  unit: Unit,
  { id, epoch }: { id: Id; epoch: number },
  snapshot: Snapshot,
  at: number
): Promise<void> {
  const db = kysely(unit);
  await db
    .insertInto('document_snapshot')
    .values({ document_id: id, epoch, ...snapshot, state: Buffer.from(snapshot.state), at })
    .onConflict((conflict) => conflict.columns(['document_id', 'epoch', 'seq']).doNothing())
    .execute();
  const keep = db
    .selectFrom('document_snapshot')
    .select('seq')
    .where('document_id', '=', id)
    .where('epoch', '=', epoch)
    .orderBy('seq', 'desc')
    .limit(2);
  await db
    .deleteFrom('document_snapshot')
    .where('document_id', '=', id)
    .where('epoch', '=', epoch)
    .where('seq', 'not in', keep)
    .execute();
}

/** Puts one snapshot in the place of all up to its sequence. */
export async function replaceSnapshots(
  unit: Unit,
  ref: { id: Id; epoch: number },
  snapshot: Snapshot,
  at: number
): Promise<void> {
  await kysely(unit)
    .deleteFrom('document_snapshot')
    .where('document_id', '=', ref.id)
    .where('epoch', '=', ref.epoch)
    .where('seq', '<=', snapshot.seq)
    .execute();
  await insertSnapshot(unit, ref, snapshot, at);
}

/** @returns the ids of all documents, or of a programme's */
export async function listDocumentIds(rows: Rows, programme?: Id): Promise<Id[]> {
  let query = kysely(rows).selectFrom('document').select('id').orderBy('id');
  if (programme !== undefined) query = query.where('programme_id', '=', programme);
  const found = await query.execute();
  return found.map(({ id }) => id);
}

/** Replaces a contiguous run of rows of one author by its last row, holding all of them. */
export async function replaceRun(
  unit: Unit,
  { id, epoch }: { id: Id; epoch: number },
  run: { first: number; last: number; update: Uint8Array }
): Promise<void> {
  const db = kysely(unit);
  await db
    .deleteFrom('document_update')
    .where('document_id', '=', id)
    .where('epoch', '=', epoch)
    .where('seq', '>=', run.first)
    .where('seq', '<', run.last)
    .execute();
  await db
    .updateTable('document_update')
    .set({ update: Buffer.from(run.update) })
    .where('document_id', '=', id)
    .where('epoch', '=', epoch)
    .where('seq', '=', run.last)
    .execute();
}

/** Which part of a log: what follows a place, or the last before one. */
export type LogPage = { after: number; limit: number } | { before: number; limit: number };

/** @returns who wrote when in that part, oldest first */
export async function listHistory(
  rows: Rows,
  { id, epoch }: { id: Id; epoch: number },
  page: LogPage
): Promise<HistoryEntry[]> {
  const found = await kysely(rows)
    .selectFrom('document_update')
    .select(['seq', 'author', 'affiliation', 'at'])
    .select((e) => e.fn<number>('length', ['update']).as('bytes'))
    .where('document_id', '=', id)
    .where('epoch', '=', epoch)
    .where('seq', 'after' in page ? '>' : '<', 'after' in page ? page.after : page.before)
    .orderBy('seq', 'after' in page ? 'asc' : 'desc')
    .limit(page.limit)
    .execute();
  const inOrder = 'after' in page ? found : found.reverse();
  return inOrder.map((row) => ({
    seq: Number(row.seq),
    author: row.author,
    affiliation: row.affiliation === null ? null : (JSON.parse(row.affiliation) as Json),
    at: Number(row.at),
    bytes: Number(row.bytes)
  }));
}

/** A harmless write: it fails while the disk is full or read-only. */
export async function probeWrite(unit: Unit, at: number): Promise<void> {
  await kysely(unit)
    .insertInto('meta')
    .values({ key: 'storage_probe', value: String(at) })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: String(at) }))
    .execute();
}
