import { kysely } from '#db/rows.server.ts';
import type { Id, Json, Rows } from '#lib/kernel/index.ts';
import type { Authorship } from './activity.ts';

/** A stretch of a document's log: after one sequence, up to and including another. */
export type Stretch = { document: Id; epoch: number; after: number; upTo: number };

/** Documents with their programme and newest committed place. */
export async function listHeads(
  rows: Rows,
  of: { programmes: readonly Id[] } | { documents: readonly Id[] }
) {
  const [column, ids] =
    'programmes' in of ? (['programme_id', of.programmes] as const) : (['id', of.documents] as const);
  if (ids.length === 0) return [];
  const found = await kysely(rows)
    .selectFrom('document')
    .select(['id', 'programme_id', 'epoch', 'head_seq'])
    .where(column, 'in', ids)
    .execute();
  return found.map((row) => ({
    id: row.id,
    programme: row.programme_id,
    epoch: row.epoch,
    seq: Number(row.head_seq)
  }));
}

/** The newest sequence kept of an epoch, 0 when nothing is. */
export async function lastSeq(rows: Rows, document: Id, epoch: number): Promise<number> {
  const row = await kysely(rows)
    .selectFrom('document_update')
    .select((e) => e.fn.max('seq').as('seq'))
    .where('document_id', '=', document)
    .where('epoch', '=', epoch)
    .executeTakeFirst();
  return Number(row?.seq ?? 0);
}

/** The first epoch after one that has rows, or else the current one. */
export async function nextEpoch(
  rows: Rows,
  { id, epoch: current }: { id: Id; epoch: number },
  after: number
): Promise<number> {
  const row = await kysely(rows)
    .selectFrom('document_update')
    .select((e) => e.fn.min('epoch').as('epoch'))
    .where('document_id', '=', id)
    .where('epoch', '>', after)
    .where('epoch', '<=', current)
    .executeTakeFirst();
  return Number(row?.epoch ?? current);
}

/** Who wrote in a stretch, per affiliation; the system's own text is left out. */
export async function authorsWithin(
  rows: Rows,
  { document, epoch, after, upTo }: Stretch
): Promise<Omit<Authorship, 'document' | 'programme'>[]> {
  const found = await kysely(rows)
    .selectFrom('document_update')
    .select(['author', 'affiliation'])
    .select((e) => e.fn.max('at').as('last_at'))
    .where('document_id', '=', document)
    .where('epoch', '=', epoch)
    .where('seq', '>', after)
    .where('seq', '<=', upTo)
    .where('author', '!=', 'system')
    .groupBy(['author', 'affiliation'])
    .execute();
  return found.map(({ author, affiliation, last_at }) => ({
    author,
    affiliation: affiliation === null ? null : (JSON.parse(affiliation) as Json),
    lastAt: Number(last_at)
  }));
}
