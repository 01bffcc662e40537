import type { Insertable, Selectable, Updateable } from 'kysely';
import { kysely } from '#db/rows.server.ts';
import type { ProgrammeTable } from '#db/schema.ts';
import type { Id, Rows, Unit } from '#lib/kernel/index.ts';
import type { Programme } from './programme.ts';

export async function insertProgramme(unit: Unit, row: Insertable<ProgrammeTable>): Promise<void> {
  await kysely(unit).insertInto('programme').values(row).execute();
}

/** Columns to change, in the room's words. */
export type ProgrammeChanges = Partial<Omit<Programme, 'id' | 'createdAt'>>;

export async function changeProgramme(unit: Unit, id: Id, changes: ProgrammeChanges): Promise<void> {
  const { titleTranslated, summaryTranslated, startsOn, endsOn, ...same } = changes;
  const row: Updateable<ProgrammeTable> = {
    ...same,
    title_translated: titleTranslated,
    summary_translated: summaryTranslated,
    starts_on: startsOn,
    ends_on: endsOn
  };
  // Kysely leaves out columns that are undefined.
  await kysely(unit).updateTable('programme').set(row).where('id', '=', id).execute();
}

export async function findProgramme(rows: Rows, id: Id): Promise<Programme | undefined> {
  const row = await kysely(rows).selectFrom('programme').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toProgramme(row);
}

/** Who opened a programme; undefined when there is none. */
export async function findCreator(rows: Rows, id: Id): Promise<Id | undefined> {
  const row = await kysely(rows)
    .selectFrom('programme')
    .select('created_by')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.created_by;
}

/** Programmes an account may find in a list: the public ones and its own; an admin finds all. Latest first. */
export async function listVisibleProgrammes(
  rows: Rows,
  seer: { account: Id | null; isAdmin: boolean }
): Promise<Programme[]> {
  let query = kysely(rows).selectFrom('programme').selectAll();
  if (!seer.isAdmin) {
    query = query.where((e) =>
      e.or([
        e('visibility', '=', 'public'),
        e.exists(
          e
            .selectFrom('membership')
            .select('membership.account_id')
            .whereRef('membership.programme_id', '=', 'programme.id')
            .where('membership.account_id', '=', seer.account ?? '')
            .where('membership.removed_at', 'is', null)
        )
      ])
    );
  }
  const rowsFound = await query.orderBy('created_at', 'desc').orderBy('id').execute();
  return rowsFound.map(toProgramme);
}

function toProgramme(row: Selectable<ProgrammeTable>): Programme {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    summary: row.summary,
    lang: row.lang,
    titleTranslated: row.title_translated,
    summaryTranslated: row.summary_translated,
    visibility: row.visibility,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    createdAt: Number(row.created_at)
  };
}
