import { kysely } from '#db/rows.server.ts';
import type { Id, Rows, Unit } from '#lib/kernel/index.ts';

/** Whether what commenters write in a programme waits until somebody lets it through. */
export async function holdsComments(rows: Rows, programme: Id): Promise<boolean> {
  const found = await kysely(rows)
    .selectFrom('comment_rule')
    .select('holds')
    .where('programme_id', '=', programme)
    .executeTakeFirst();
  return found?.holds === 1;
}

export async function putRule(
  unit: Unit,
  { programme, holds, at, by }: { programme: Id; holds: boolean; at: number; by: Id }
): Promise<void> {
  const values = { programme_id: programme, holds: holds ? 1 : 0, at, by };
  await kysely(unit)
    .insertInto('comment_rule')
    .values(values)
    .onConflict((on) => on.column('programme_id').doUpdateSet({ holds: values.holds, at, by }))
    .execute();
}

/** Until when somebody has read a brief's comments, in ms; 0 for who never has. */
export async function readUntil(rows: Rows, brief: Id, account: Id): Promise<number> {
  const found = await kysely(rows)
    .selectFrom('comment_reading')
    .select('until')
    .where('brief_id', '=', brief)
    .where('account_id', '=', account)
    .executeTakeFirst();
  return Number(found?.until ?? 0);
}

export async function putReadUntil(unit: Unit, brief: Id, account: Id, until: number): Promise<void> {
  await kysely(unit)
    .insertInto('comment_reading')
    .values({ brief_id: brief, account_id: account, until })
    .onConflict((on) => on.columns(['brief_id', 'account_id']).doUpdateSet({ until }))
    .execute();
}

/** Who has claimed a guest takes over their marks and how far they had read. */
export async function takeOverComments(
  unit: Unit,
  { guest, account }: { guest: Id; account: Id }
): Promise<void> {
  const rows = kysely(unit);
  for (const table of ['comment_reaction', 'comment_reading'] as const) {
    const key = table === 'comment_reaction' ? (['comment_id', 'kind'] as const) : (['brief_id'] as const);
    const theirs = await rows.selectFrom(table).selectAll().where('account_id', '=', account).execute();
    const has = new Set(theirs.map((row) => key.map((name) => row[name as keyof typeof row]).join(' ')));
    const guests = await rows.selectFrom(table).selectAll().where('account_id', '=', guest).execute();
    await rows.deleteFrom(table).where('account_id', '=', guest).execute();
    const fresh = guests.filter(
      (row) => !has.has(key.map((name) => row[name as keyof typeof row]).join(' '))
    );
    for (const row of fresh)
      await rows
        .insertInto(table)
        .values({ ...row, account_id: account } as never)
        .execute();
  }
}
