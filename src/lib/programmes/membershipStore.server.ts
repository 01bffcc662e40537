import type { Insertable, Selectable, Updateable } from 'kysely';
import { kysely } from '#db/rows.server.ts';
import type { MembershipTable } from '#db/schema.ts';
import type { Affiliation, ProgrammeRole } from '#lib/access/index.ts';
import type { Id, Rows, Unit } from '#lib/kernel/index.ts';

/** A membership as stored, also when it has ended. */
export type StoredMembership = {
  programme: Id;
  account: Id;
  role: ProgrammeRole;
  affiliation: Affiliation;
  proofNote: string | null;
  proofBy: Id | null;
  invitation: Id | null;
  joinedAt: number;
  removedAt: number | null;
};

/** Also finds ended memberships: look at `removedAt`. */
export async function findMembership(
  rows: Rows,
  programme: Id,
  account: Id
): Promise<StoredMembership | undefined> {
  const row = await kysely(rows)
    .selectFrom('membership')
    .selectAll()
    .where('programme_id', '=', programme)
    .where('account_id', '=', account)
    .executeTakeFirst();
  return row && toMembership(row);
}

/** Present members of these programmes, in the order they joined. */
export async function listMemberships(
  rows: Rows,
  programmes: readonly Id[],
  only: { account?: Id; invitation?: Id } = {}
): Promise<StoredMembership[]> {
  if (programmes.length === 0) return [];
  let query = kysely(rows)
    .selectFrom('membership')
    .selectAll()
    .where('programme_id', 'in', programmes)
    .where('removed_at', 'is', null);
  if (only.account !== undefined) query = query.where('account_id', '=', only.account);
  if (only.invitation !== undefined) query = query.where('invitation_id', '=', only.invitation);
  const found = await query.orderBy('created_at').orderBy('account_id').execute();
  return found.map(toMembership);
}

/** Everything somebody is a present member of. */
export async function listMembershipsOf(rows: Rows, account: Id): Promise<StoredMembership[]> {
  const found = await kysely(rows)
    .selectFrom('membership')
    .selectAll()
    .where('account_id', '=', account)
    .where('removed_at', 'is', null)
    .orderBy('programme_id')
    .execute();
  return found.map(toMembership);
}

/** Makes a guest's membership that of the account, which has none there. */
export async function moveMembership(
  unit: Unit,
  programme: Id,
  { guest, account }: { guest: Id; account: Id }
): Promise<void> {
  await updateMembership(unit, programme, guest, { account_id: account });
}

/** A new membership, or one that takes the place of an ended one. */
export async function putMembership(unit: Unit, row: Insertable<MembershipTable>): Promise<void> {
  await kysely(unit)
    .insertInto('membership')
    .values(row)
    .onConflict((conflict) => conflict.columns(['programme_id', 'account_id']).doUpdateSet(row))
    .execute();
}

export async function updateMembership(
  unit: Unit,
  programme: Id,
  account: Id,
  row: Updateable<MembershipTable>
): Promise<void> {
  await kysely(unit)
    .updateTable('membership')
    .set(row)
    .where('programme_id', '=', programme)
    .where('account_id', '=', account)
    .execute();
}

/** How many facilitators a programme has now. */
export async function countFacilitators(rows: Rows, programme: Id): Promise<number> {
  const { count } = await kysely(rows)
    .selectFrom('membership')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('programme_id', '=', programme)
    .where('role', '=', 'facilitator')
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

function toMembership(row: Selectable<MembershipTable>): StoredMembership {
  const { sector, organisation, capacity, proof } = row;
  return {
    programme: row.programme_id,
    account: row.account_id,
    role: row.role,
    affiliation: { sector, organisation, capacity, proof },
    proofNote: row.proof_note,
    proofBy: row.proof_by,
    invitation: row.invitation_id,
    joinedAt: Number(row.created_at),
    removedAt: row.removed_at === null ? null : Number(row.removed_at)
  };
}
