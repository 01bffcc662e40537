import type { Insertable, Selectable } from 'kysely';
import { kysely } from '#db/rows.server.ts';
import type { InvitationTable } from '#db/schema.ts';
import type { Id, Rows, Unit } from '#lib/kernel/index.ts';
import { invitationState, type Invitation } from './invitation.ts';

/** An invitation as stored: what it is now depends on the time and on who came. */
export type StoredInvitation = Omit<Invitation, 'state' | 'joined'>;

export async function insertInvitation(unit: Unit, row: Insertable<InvitationTable>): Promise<void> {
  await kysely(unit).insertInto('invitation').values(row).execute();
}

export async function markRevoked(unit: Unit, id: Id, at: number): Promise<void> {
  await kysely(unit).updateTable('invitation').set({ revoked_at: at }).where('id', '=', id).execute();
}

export async function findInvitation(
  rows: Rows,
  by: { id: Id } | { secret: string } | { code: string }
): Promise<StoredInvitation | undefined> {
  const row = await kysely(rows)
    .selectFrom('invitation')
    .selectAll()
    .where((e) => {
      if ('id' in by) return e('id', '=', by.id);
      return 'secret' in by ? e('secret', '=', by.secret) : e('code', '=', by.code);
    })
    .executeTakeFirst();
  return row && toInvitation(row);
}

/**
 * Counts somebody in, as long as there is room. The row itself is the counter: of two at once, one comes first.
 * @returns false when as many have joined as may
 */
export async function countUse(unit: Unit, id: Id): Promise<boolean> {
  const counted = await kysely(unit)
    .updateTable('invitation')
    .set((e) => ({ uses: e('uses', '+', 1) }))
    .where('id', '=', id)
    .where((e) => e.or([e('max_uses', 'is', null), e('uses', '<', e.ref('max_uses'))]))
    .returning('id')
    .executeTakeFirst();
  return counted !== undefined;
}

/** A programme's invitations (or only one of them), newest first, each with how many are here through it. */
export async function listProgrammeInvitations(
  rows: Rows,
  programme: Id,
  now: number,
  only?: Id
): Promise<Invitation[]> {
  const found = await kysely(rows)
    .selectFrom('invitation')
    .selectAll('invitation')
    .select((e) =>
      e
        .selectFrom('membership')
        .select((count) => count.fn.countAll<number>().as('joined'))
        .whereRef('membership.invitation_id', '=', 'invitation.id')
        .where('membership.removed_at', 'is', null)
        .as('joined')
    )
    .where('programme_id', '=', programme)
    .$if(only !== undefined, (query) => query.where('id', '=', only!))
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return found.map((row) => {
    const invitation = toInvitation(row);
    return { ...invitation, state: invitationState(invitation, now), joined: Number(row.joined ?? 0) };
  });
}

function toInvitation(row: Selectable<InvitationTable>): StoredInvitation {
  return {
    id: row.id,
    programme: row.programme_id,
    secret: row.secret,
    sector: row.sector,
    role: row.role,
    brief: row.brief_id,
    label: row.label,
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
    revokedAt: row.revoked_at === null ? null : Number(row.revoked_at),
    code: row.code,
    maxUses: row.max_uses === null ? null : Number(row.max_uses),
    uses: Number(row.uses)
  };
}
