import type { Selectable } from 'kysely';
import { kysely } from '#db/rows.server.ts';
import type { BriefVersionTable } from '#db/schema.ts';
import type { Affiliation } from '#lib/access/index.ts';
import type { SectionText } from '#lib/briefs/index.ts';
import type { Id, Rows, Unit } from '#lib/kernel/index.ts';
import type { Version } from './version.ts';

export type StoredVersion = Version & { programme: Id };

export async function insertVersion(
  unit: Unit,
  version: StoredVersion,
  kept: { document: Id; epoch: number; sections: readonly SectionText[] }
): Promise<void> {
  const { id, programme, brief, seq, name, note, author, affiliation, at, hash } = version;
  await kysely(unit)
    .insertInto('brief_version')
    .values({
      ...{ id, seq, name, note, author, at, hash, sealed_at: null, sealed_by: null },
      ...{ programme_id: programme, brief_id: brief, document_id: kept.document, epoch: kept.epoch },
      affiliation: JSON.stringify(affiliation),
      text: JSON.stringify(kept.sections)
    })
    .execute();
}

export async function findVersion(rows: Rows, id: Id): Promise<StoredVersion | undefined> {
  const row = await kysely(rows)
    .selectFrom('brief_version')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toVersion(row);
}

/** The text a version keeps. */
export async function findVersionText(rows: Rows, id: Id): Promise<SectionText[]> {
  const query = kysely(rows).selectFrom('brief_version').select('text').where('id', '=', id);
  return JSON.parse((await query.executeTakeFirstOrThrow()).text) as SectionText[];
}

/** A brief's versions, newest first. */
export async function listVersionRows(rows: Rows, brief: Id): Promise<StoredVersion[]> {
  const found = await kysely(rows)
    .selectFrom('brief_version')
    .selectAll()
    .where('brief_id', '=', brief)
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute();
  return found.map(toVersion);
}

export async function putSeal(unit: Unit, id: Id, seal: { at: number; by: Id } | null): Promise<void> {
  const set = { sealed_at: seal?.at ?? null, sealed_by: seal?.by ?? null };
  await kysely(unit).updateTable('brief_version').set(set).where('id', '=', id).execute();
}

function toVersion(row: Selectable<BriefVersionTable>): StoredVersion {
  return {
    ...{ id: row.id, programme: row.programme_id, brief: row.brief_id, name: row.name, note: row.note },
    ...{ seq: Number(row.seq), author: row.author, at: Number(row.at), hash: row.hash },
    affiliation: JSON.parse(row.affiliation) as Affiliation,
    sealedAt: row.sealed_at === null ? null : Number(row.sealed_at),
    sealedBy: row.sealed_by
  };
}
