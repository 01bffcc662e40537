import type { Insertable, Selectable } from 'kysely';
import { kysely } from '#db/rows.server.ts';
import type { BriefAssignmentTable, BriefTable } from '#db/schema.ts';
import type { Id, Rows, Unit } from '#lib/kernel/index.ts';
import type { Assignment, AssignmentRole, Brief } from './brief.ts';

/** A brief as stored, with the id of its text. */
export type StoredBrief = Brief & { textDocument: Id };
export type BriefChanges = Partial<Omit<Brief, 'id' | 'programme' | 'createdAt' | 'updatedAt'>>;
export type StoredAssignment = Assignment & { brief: Id; role: AssignmentRole };

export async function insertBrief(unit: Unit, row: Insertable<BriefTable>): Promise<void> {
  await kysely(unit).insertInto('brief').values(row).execute();
}

export async function changeBrief(unit: Unit, id: Id, changes: BriefChanges, at: number): Promise<void> {
  const { titleTranslated, summaryTranslated, ...same } = changes;
  const row = {
    ...same,
    title_translated: titleTranslated,
    summary_translated: summaryTranslated,
    updated_at: at
  };
  // Kysely leaves out columns that are undefined.
  await kysely(unit).updateTable('brief').set(row).where('id', '=', id).execute();
}

export async function findBrief(rows: Rows, id: Id): Promise<StoredBrief | undefined> {
  const row = await kysely(rows).selectFrom('brief').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toBrief(row);
}

/** Where a brief was begun and by whom; undefined when there is none. */
export async function findOrigin(rows: Rows, id: Id): Promise<{ programme: Id; creator: Id } | undefined> {
  return kysely(rows)
    .selectFrom('brief')
    .select(['programme_id as programme', 'created_by as creator'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** A programme's briefs in the order they were begun. */
export async function listProgrammeBriefs(rows: Rows, programme: Id): Promise<StoredBrief[]> {
  const found = await kysely(rows)
    .selectFrom('brief')
    .selectAll()
    .where('programme_id', '=', programme)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return found.map(toBrief);
}

export async function countBriefs(rows: Rows, programmes: readonly Id[]): Promise<Map<Id, number>> {
  if (programmes.length === 0) return new Map();
  const found = await kysely(rows)
    .selectFrom('brief')
    .select('programme_id')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('programme_id', 'in', programmes)
    .groupBy('programme_id')
    .execute();
  return new Map(found.map((row) => [row.programme_id, Number(row.count)]));
}

/** Names somebody for a role; whoever was named before is replaced. */
export async function putAssignment(unit: Unit, row: Insertable<BriefAssignmentTable>): Promise<void> {
  await kysely(unit)
    .insertInto('brief_assignment')
    .values(row)
    .onConflict((conflict) => conflict.columns(['brief_id', 'role']).doUpdateSet(row))
    .execute();
}

export async function removeAssignment(unit: Unit, brief: Id, role: AssignmentRole): Promise<void> {
  await kysely(unit)
    .deleteFrom('brief_assignment')
    .where('brief_id', '=', brief)
    .where('role', '=', role)
    .execute();
}

export async function listAssignments(rows: Rows, briefs: readonly Id[]): Promise<StoredAssignment[]> {
  if (briefs.length === 0) return [];
  const found = await kysely(rows)
    .selectFrom('brief_assignment')
    .selectAll()
    .where('brief_id', 'in', briefs)
    .execute();
  return found.map((row) => ({
    brief: row.brief_id,
    role: row.role,
    account: row.account_id,
    label: row.label,
    assignedAt: Number(row.assigned_at)
  }));
}

function toBrief(row: Selectable<BriefTable>): StoredBrief {
  return {
    id: row.id,
    programme: row.programme_id,
    title: row.title,
    summary: row.summary,
    lang: row.lang,
    titleTranslated: row.title_translated,
    summaryTranslated: row.summary_translated,
    stage: row.stage,
    textDocument: row.text_document_id,
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at)
  };
}

/** Names an account on the briefs where the guest it claims was named, inside the transaction of the claim. */
export async function takeOverAssignments(
  unit: Unit,
  { guest, account }: { guest: Id; account: Id }
): Promise<void> {
  await kysely(unit)
    .updateTable('brief_assignment')
    .set({ account_id: account })
    .where('account_id', '=', guest)
    .execute();
}

/** All briefs, the one whose fields changed longest ago first. */
export async function listAllBriefs(rows: Rows): Promise<StoredBrief[]> {
  const found = await kysely(rows)
    .selectFrom('brief')
    .selectAll()
    .orderBy('updated_at')
    .orderBy('id')
    .execute();
  return found.map(toBrief);
}

/** The brief whose text is this document. */
export async function findByText(rows: Rows, document: Id): Promise<Id | undefined> {
  const row = await kysely(rows)
    .selectFrom('document')
    .select(['subject_id', 'kind'])
    .where('id', '=', document)
    .executeTakeFirst();
  return row?.kind === 'brief.text' ? row.subject_id : undefined;
}

export async function listBriefsById(rows: Rows, ids: readonly Id[]): Promise<StoredBrief[]> {
  if (ids.length === 0) return [];
  const found = await kysely(rows)
    .selectFrom('brief')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  return found.map(toBrief);
}
