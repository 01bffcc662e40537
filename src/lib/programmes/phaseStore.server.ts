import { kysely } from '#db/rows.server.ts';
import type { Id, Rows, Unit } from '#lib/kernel/index.ts';
import type { Phase, PhaseKind } from './phase.ts';

/** Phases by programme, in their order. */
export async function listPhases(rows: Rows, programmes: readonly Id[]): Promise<Map<Id, Phase[]>> {
  if (programmes.length === 0) return new Map();
  const found = await kysely(rows)
    .selectFrom('programme_phase')
    .selectAll()
    .where('programme_id', 'in', programmes)
    .orderBy('programme_id')
    .orderBy('position')
    .execute();
  const phases = new Map<Id, Phase[]>();
  for (const row of found) {
    const list = phases.get(row.programme_id) ?? [];
    phases.set(row.programme_id, list);
    list.push({
      id: row.id,
      // Written by this room only, which checks it.
      kind: row.kind as PhaseKind,
      title: row.title,
      titleTranslated: row.title_translated,
      startsOn: row.starts_on,
      endsOn: row.ends_on
    });
  }
  return phases;
}

/** Makes these the programme's phases, in this order. */
export async function replacePhases(unit: Unit, programme: Id, phases: readonly Phase[]): Promise<void> {
  const db = kysely(unit);
  await db.deleteFrom('programme_phase').where('programme_id', '=', programme).execute();
  if (phases.length === 0) return;
  const rows = phases.map(({ titleTranslated, startsOn, endsOn, ...same }, position) => ({
    ...{ ...same, programme_id: programme, position },
    ...{ title_translated: titleTranslated, starts_on: startsOn, ends_on: endsOn }
  }));
  await db.insertInto('programme_phase').values(rows).execute();
}
