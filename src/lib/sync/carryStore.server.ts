import { kysely } from '#db/rows.server.ts';
import type { Id, Rows, Unit } from '#lib/kernel/index.ts';
import type { Carried } from './carry.server.ts';

/** Keeps whose words repeated text stays, in the transaction that stores it. */
export async function insertCarried(
  unit: Unit,
  { id, epoch }: { id: Id; epoch: number },
  carried: readonly Carried[]
): Promise<void> {
  const rows = carried.map((one) => ({
    document_id: id,
    epoch,
    client_id: one.client,
    clock: one.clock,
    length: one.length,
    from_client_id: one.fromClient,
    from_clock: one.fromClock
  }));
  for (let i = 0; i < rows.length; i += 100)
    await kysely(unit)
      .insertInto('document_carried')
      .values(rows.slice(i, i + 100))
      .execute();
}

/** @returns all text of this epoch that repeats earlier text, by place */
export async function listCarried(rows: Rows, { id, epoch }: { id: Id; epoch: number }): Promise<Carried[]> {
  const found = await kysely(rows)
    .selectFrom('document_carried')
    .select(['client_id', 'clock', 'length', 'from_client_id', 'from_clock'])
    .where('document_id', '=', id)
    .where('epoch', '=', epoch)
    .orderBy('client_id')
    .orderBy('clock')
    .execute();
  return found.map((row) => ({
    client: Number(row.client_id),
    clock: row.clock,
    length: row.length,
    fromClient: Number(row.from_client_id),
    fromClock: row.from_clock
  }));
}
