import { system } from '#lib/access/index.ts';
import { liveTexts, type LiveTexts } from '#lib/briefs/index.server.ts';
import { hereAmong, seatsAt, type LivePresence } from '#lib/briefs/index.ts';
import type { Engine } from '#server/engine.ts';

/** Who is at a brief's table now, for everyone who reads it. The caller has checked that the reader may. */
export async function presenceAt(engine: Engine, briefId: string): Promise<LivePresence> {
  const brief = await engine.briefs.getBrief(system, briefId);
  const members = await engine.programmes.listMembers(system, brief.programme);
  const here = hereAmong(engine.sync.present(brief.textDocument), members);
  return { table: seatsAt(brief.table, here), here };
}

const byEngine = new WeakMap<Engine, LiveTexts>();

/** The channels of this process, made at the first reader. */
export function liveTextsOf(engine: Engine): LiveTexts {
  const known = byEngine.get(engine);
  if (known) return known;
  const made = liveTexts({
    notices: engine.notices,
    text: (brief) => engine.briefs.briefText(system, brief),
    presence: (brief) => presenceAt(engine, brief),
    async assertReadable(actor, brief) {
      await engine.briefs.getBrief(await engine.access.revalidate(actor), brief);
    },
    onError: (err) => engine.log.error({ err }, 'a live text could not be sent')
  });
  byEngine.set(engine, made);
  return made;
}
