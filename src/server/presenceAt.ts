import { system } from '#lib/access/index.ts';
import type { BriefsRoom } from '#lib/briefs/index.server.ts';
import { hereAmong, seatsAt, type LivePresence } from '#lib/briefs/index.ts';
import type { Id } from '#lib/kernel/index.ts';
import type { ProgrammesRoom } from '#lib/programmes/index.server.ts';
import type { SyncServer } from '#lib/sync/index.server.ts';

type Parts = {
  briefs: Pick<BriefsRoom, 'getBrief'>;
  programmes: Pick<ProgrammesRoom, 'listMembers'>;
  sync: Pick<SyncServer, 'present'>;
};

/** Who is at a brief's table now, for everyone who reads it. The caller has checked that the reader may. */
export async function presenceAt({ briefs, programmes, sync }: Parts, briefId: Id): Promise<LivePresence> {
  const brief = await briefs.getBrief(system, briefId);
  const members = await programmes.listMembers(system, brief.programme);
  const here = hereAmong(sync.present(brief.textDocument), members);
  return { table: seatsAt(brief.table, here), here };
}
