import { kysely } from '#db/rows.server.ts';
import type { ChainId, Rows, Unit } from '#lib/kernel/index.ts';
import { GENESIS } from './chain.ts';
import type { ChainEntry, ChainHead, EventBody, Opening } from './chain.ts';
import type { CheckedEntry } from './verify.ts';

/**
 * Takes the next place of a chain. The head row stays locked until the transaction ends, so that places have no gaps
 * and are never given twice.
 */
export async function takePlace(unit: Unit, chain: ChainId): Promise<{ seq: number; prev: string }> {
  const db = kysely(unit);
  await db
    .insertInto('journal_chain')
    .values({ chain, head_seq: 0, head_hash: GENESIS })
    .onConflict((conflict) => conflict.column('chain').doNothing())
    .execute();
  const row = await db
    .updateTable('journal_chain')
    .set((eb) => ({ head_seq: eb('head_seq', '+', 1) }))
    .where('chain', '=', chain)
    .returning(['head_seq', 'head_hash'])
    .executeTakeFirstOrThrow();
  return { seq: Number(row.head_seq), prev: row.head_hash };
}

/** Writes an entry at the place taken for it, and makes it the head. */
export async function append(
  unit: Unit,
  { entry, body, openings }: { entry: ChainEntry; body: EventBody; openings: readonly Opening[] }
): Promise<void> {
  const db = kysely(unit);
  const chain = body.programme;
  await db
    .insertInto('journal_event')
    .values({
      chain,
      seq: entry.seq,
      at: body.at,
      type: body.type,
      actor: body.actor,
      subject_kind: body.subject.kind,
      subject_id: body.subject.id,
      body: entry.body,
      prev: entry.prev,
      hash: entry.hash
    })
    .execute();
  if (openings.length > 0) {
    const rows = openings.map((opening) => ({ chain, seq: entry.seq, ...opening }));
    await db.insertInto('journal_opening').values(rows).execute();
  }
  await db.updateTable('journal_chain').set({ head_hash: entry.hash }).where('chain', '=', chain).execute();
}

/** Where a chain stands; the beginning when nothing was recorded yet. */
export async function readHead(rows: Rows, chain: ChainId): Promise<ChainHead> {
  const row = await kysely(rows)
    .selectFrom('journal_chain')
    .select(['head_seq', 'head_hash'])
    .where('chain', '=', chain)
    .executeTakeFirst();
  return row ? { chain, seq: Number(row.head_seq), hash: row.head_hash } : { chain, seq: 0, hash: GENESIS };
}

/** The names of all chains that hold entries, or claim to. */
export async function readChains(rows: Rows): Promise<ChainId[]> {
  const db = kysely(rows);
  const found = await db
    .selectFrom('journal_chain')
    .select('chain')
    .union(db.selectFrom('journal_event').select('chain').distinct())
    .orderBy('chain')
    .execute();
  return found.map((row) => row.chain);
}

/** Entries after a place, in order, with what opens them. */
export async function readEntries(
  rows: Rows,
  chain: ChainId,
  { after, limit }: { after: number; limit: number }
): Promise<Required<CheckedEntry>[]> {
  const db = kysely(rows);
  const found = await db
    .selectFrom('journal_event')
    .selectAll()
    .where('chain', '=', chain)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
  const last = found.at(-1);
  if (!last) return [];
  const openings = await db
    .selectFrom('journal_opening')
    .select(['seq', 'field', 'salt', 'value'])
    .where('chain', '=', chain)
    .where('seq', '>', after)
    .where('seq', '<=', last.seq)
    .execute();
  const bySeq = Map.groupBy(openings, (opening) => Number(opening.seq));
  return found.map((row) => ({
    seq: Number(row.seq),
    body: row.body,
    prev: row.prev,
    hash: row.hash,
    openings: (bySeq.get(Number(row.seq)) ?? []).map(({ field, salt, value }) => ({ field, salt, value })),
    columns: {
      at: Number(row.at),
      type: row.type,
      actor: row.actor,
      subjectKind: row.subject_kind,
      subjectId: row.subject_id
    }
  }));
}

/**
 * Empties openings: the values and their salts, since a salt left behind lets anybody test guesses.
 * @returns the fields that still had a value
 */
export async function emptyOpenings(
  unit: Unit,
  { chain, seq, fields }: { chain: ChainId; seq: number; fields: readonly string[] }
): Promise<string[]> {
  if (fields.length === 0) return [];
  const emptied = await kysely(unit)
    .updateTable('journal_opening')
    .set({ value: null, salt: '' })
    .where('chain', '=', chain)
    .where('seq', '=', seq)
    .where('field', 'in', fields)
    .where('value', 'is not', null)
    .returning('field')
    .execute();
  return emptied.map((row) => row.field).sort();
}
