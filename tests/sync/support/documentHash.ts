import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import * as Y from 'yjs';
import type { Engine } from '#server/wiring.ts';
import { textOf } from './world.ts';

/** SHA-256 of everything a document is: its words, its runs and who may not come back. */
export function hashOf(doc: Y.Doc): string {
  const hash = createHash('sha256').update(textOf(doc)).update(Y.encodeStateVector(doc));
  return hash.update(Y.encodeSnapshotV2(Y.snapshot(doc))).digest('hex');
}

/** {@link hashOf} every document there is, by id, and the epoch each one is in. */
export async function hashesIn({ connections, sync }: Engine): Promise<{
  hashes: Record<string, string>;
  epochs: Record<string, number>;
}> {
  const { rows } = await sql<{
    id: string;
    epoch: number;
  }>`select id, epoch from document order by id`.execute(connections.readerDb);
  const hashes: Record<string, string> = {};
  for (const { id } of rows) hashes[id] = hashOf((await sync.read(id)).doc);
  return { hashes, epochs: Object.fromEntries(rows.map(({ id, epoch }) => [id, Number(epoch)])) };
}
