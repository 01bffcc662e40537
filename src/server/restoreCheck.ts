import { verifyDatabase } from '#lib/export/index.server.ts';
import { isSound, type LogReport } from '#lib/export/index.ts';
import type { Rows } from '#lib/kernel/index.ts';
import { inspectDocuments, type Inspection } from '#lib/sync/index.server.ts';
import { documentKinds } from './documentKinds.ts';
import { RefusedError } from './stop.ts';

export type RestoreWishes = {
  /** set an existing database aside */
  replace: boolean;
  /** keep what was damaged before the backup was made */
  evenDamaged: boolean;
};

/**
 * Reads every chain and the log of every document of what was restored.
 * @param read rows nobody writes meanwhile
 * @throws RefusedError naming what was damaged, unless that is wished for
 */
export async function inspectRestored(
  read: Rows,
  { evenDamaged }: RestoreWishes
): Promise<{ log: LogReport; inspection: Inspection }> {
  const log = await verifyDatabase(read);
  const inspection = await inspectDocuments({ read, kinds: documentKinds });
  if (!evenDamaged) assertSound(log, inspection);
  return { log, inspection };
}

function assertSound(log: LogReport, { unreadable, unsound }: Inspection): void {
  const [document] = [...unreadable, ...unsound];
  if (document)
    throw new RefusedError(
      `The backup holds a document that was damaged before it was made (${document}); add --even-damaged to restore it all the same.`
    );
  if (!isSound(log))
    throw new RefusedError(
      'The record in the backup was tampered with before it was made: verify-log FILE names the entry; add --even-damaged to restore it all the same.'
    );
}
