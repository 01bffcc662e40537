import type { Selectable, Updateable } from 'kysely';
import { kysely } from '#db/rows.server.ts';
import type { PassageTable } from '#db/schema.ts';
import type { Affiliation } from '#lib/access/index.ts';
import type { TextAnchor, TextPlace } from '#lib/briefs/index.server.ts';
import type { Id, Rows, Unit } from '#lib/kernel/index.ts';
import type { Passage } from './passage.ts';

/** A passage as stored: where it was last found, and by which characters. */
export type StoredPassage = Omit<Passage, 'anchor'> & { document: Id; epoch: number; anchor: TextAnchor };

/** What was found of a passage in one state of the text. */
export type StoredFinding = Pick<StoredPassage, 'status' | 'reason' | 'place' | 'text' | 'seq'>;

export async function insertPassage(unit: Unit, passage: StoredPassage): Promise<void> {
  await kysely(unit)
    .insertInto('passage')
    .values({ ...toRow(passage), removed_by: null })
    .execute();
}

export async function findPassage(rows: Rows, id: Id): Promise<StoredPassage | undefined> {
  const row = await kysely(rows).selectFrom('passage').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toPassage(row);
}

/** What is marked in a brief and not taken away, in the order it was marked. */
export async function listBriefPassages(rows: Rows, brief: Id): Promise<StoredPassage[]> {
  const found = await alive(rows).where('brief_id', '=', brief).execute();
  return found.map(toPassage);
}

/** The same by the brief's text document. */
export async function listDocumentPassages(rows: Rows, document: Id): Promise<StoredPassage[]> {
  const found = await alive(rows).where('document_id', '=', document).execute();
  return found.map(toPassage);
}

/** Documents whose passages were last looked for in an older state. */
export async function listDocumentsBehind(rows: Rows): Promise<Id[]> {
  const found = await kysely(rows)
    .selectFrom('passage')
    .innerJoin('document', 'document.id', 'passage.document_id')
    .select('document_id')
    .distinct()
    .where('removed_at', 'is', null)
    .where((e) =>
      e.or([e('found_seq', '!=', e.ref('head_seq')), e('passage.epoch', '!=', e.ref('document.epoch'))])
    )
    .execute();
  return found.map(({ document_id }) => document_id);
}

export async function changePassage(
  unit: Unit,
  id: Id,
  changes: Partial<StoredPassage> & { removedBy?: string }
): Promise<void> {
  await kysely(unit).updateTable('passage').set(columnsOf(changes)).where('id', '=', id).execute();
}

/** Says of all of a document's passages that they were looked for there. */
export async function markLookedFor(unit: Unit, document: Id, seq: number): Promise<void> {
  await kysely(unit)
    .updateTable('passage')
    .set({ found_seq: seq })
    .where('document_id', '=', document)
    .where('removed_at', 'is', null)
    .execute();
}

const alive = (rows: Rows) =>
  kysely(rows)
    .selectFrom('passage')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id');

function toRow(passage: StoredPassage) {
  return {
    id: passage.id,
    programme_id: passage.programme,
    brief_id: passage.brief,
    document_id: passage.document,
    author: passage.author,
    affiliation: JSON.stringify(passage.affiliation),
    created_at: passage.createdAt,
    quote: passage.quote,
    kind: passage.kind,
    removed_at: passage.removedAt,
    ...standsAt(passage),
    ...foundAt(passage)
  };
}

function standsAt({ epoch, lang, anchor, prefix, suffix, seen, seenHash, section }: StoredPassage) {
  return {
    ...{ epoch, lang, prefix, suffix, seen, seen_hash: seenHash, section_id: section },
    ...{ anchor_start: anchor.start, anchor_end: anchor.end }
  };
}

function foundAt({ status, reason, place, text, seq }: StoredFinding) {
  return {
    ...{ status, reason, found_text: text, found_seq: seq },
    ...{ found_section: place?.section ?? null, found_from: place?.from ?? null, found_to: place?.to ?? null }
  };
}

// Kysely leaves out columns that are undefined.
function columnsOf(changes: Partial<StoredPassage> & { removedBy?: string }): Updateable<PassageTable> {
  const { status, reason, place, text, seq } = changes;
  const isFinding = status !== undefined && seq !== undefined;
  return {
    kind: changes.kind,
    epoch: changes.epoch,
    section_id: changes.section,
    removed_at: changes.removedAt,
    removed_by: changes.removedBy,
    seen: changes.seen,
    seen_hash: changes.seenHash,
    prefix: changes.prefix,
    suffix: changes.suffix,
    anchor_start: changes.anchor?.start,
    anchor_end: changes.anchor?.end,
    ...(isFinding && foundAt({ status, reason: reason!, place: place!, text: text!, seq }))
  };
}

function toPassage(row: Selectable<PassageTable>): StoredPassage {
  return {
    id: row.id,
    programme: row.programme_id,
    brief: row.brief_id,
    section: row.section_id,
    document: row.document_id,
    epoch: row.epoch,
    kind: row.kind,
    author: row.author,
    affiliation: JSON.parse(row.affiliation) as Affiliation,
    lang: row.lang,
    createdAt: Number(row.created_at),
    removedAt: row.removed_at === null ? null : Number(row.removed_at),
    anchor: { start: new Uint8Array(row.anchor_start), end: new Uint8Array(row.anchor_end) },
    ...{ quote: row.quote, seen: row.seen, prefix: row.prefix, suffix: row.suffix, seenHash: row.seen_hash },
    ...{
      status: row.status,
      reason: row.reason,
      place: placeOf(row),
      text: row.found_text,
      seq: row.found_seq
    }
  };
}

function placeOf({ found_section, found_from, found_to }: Selectable<PassageTable>): TextPlace | null {
  if (found_section === null || found_from === null || found_to === null) return null;
  return { section: found_section, from: found_from, to: found_to };
}
