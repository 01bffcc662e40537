import * as Y from 'yjs';
import type { Clock, Id, Rows, Write } from '#lib/kernel/index.ts';
import { insertSnapshot, listUpdates, replaceRun, type StoredUpdate } from './documentStore.server.ts';
import type { DocumentKind } from './index.ts';
import { checksumOf, loadDocument } from './loadDocument.server.ts';

/** A run grows no longer than this in time, so that history stays readable. */
const RUN_MS = 10 * 60_000;

/**
 * Makes a document quicker to open: keeps a snapshot of what is committed, and joins rows of the log that one author
 * wrote in one go. Works from the stored rows, never from the document in memory; nobody's authorship is lost.
 * @returns up to which sequence the snapshot goes
 */
export async function compact(deps: {
  read: Rows;
  write: Write;
  clock: Clock;
  kindOf: (name: string) => DocumentKind;
  id: Id;
}): Promise<number> {
  const { read, write, clock, kindOf, id } = deps;
  const loaded = await loadDocument(read, id, kindOf);
  if (!loaded) return 0;
  if (loaded.seq === loaded.snapshotSeq) return loaded.seq;
  const { ref, seq, doc } = loaded;
  const state = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  // Rows up to the older snapshot are settled; those after it may still be needed one by one.
  const runs = runsOf(await listUpdates(read, ref, loaded.snapshotSeq));
  await write(async (unit) => {
    await insertSnapshot(unit, ref, { seq, state, checksum: checksumOf(state) }, clock());
    for (const run of runs) await replaceRun(unit, ref, run);
  });
  return seq;
}

/** @returns what to join: contiguous rows of one author under one affiliation, close in time */
export function runsOf(rows: readonly StoredUpdate[]): { first: number; last: number; update: Uint8Array }[] {
  const runs: StoredUpdate[][] = [];
  for (const row of rows) {
    const first = runs.at(-1)?.[0];
    const isSame = first && first.author === row.author && first.affiliation === row.affiliation;
    if (isSame && row.at - first.at <= RUN_MS) runs.at(-1)!.push(row);
    else runs.push([row]);
  }
  return runs
    .filter((run) => run.length > 1)
    .map((run) => ({
      first: run[0]!.seq,
      last: run.at(-1)!.seq,
      update: Y.mergeUpdates(run.map((row) => row.update))
    }));
}
