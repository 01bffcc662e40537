import { kysely } from '#db/rows.server.ts';
import type { Clock, Id, Rows, Unit, Write } from '#lib/kernel/index.ts';
import { personColumns, toPerson } from './accountStore.server.ts';
import type { Person } from './actor.ts';
import { fingerprint } from './fingerprint.server.ts';

type StoredSession = { id: string; userId: Id; expiresAt: Date; attributes: Record<never, never> };
type StoredUser = { id: Id; attributes: { person: Person } };

/**
 * What the session library asks of a database. It knows sessions by the cookie's value; only the SHA-256 of that value
 * is ever written. A suspended account has no user, which ends its sessions.
 */
export function sessionAdapter({ read, write, clock }: { read: Rows; write: Write; clock: Clock }) {
  return {
    async getSessionAndUser(sessionId: string): Promise<[StoredSession | null, StoredUser | null]> {
      const row = await findSession(read, fingerprint(sessionId));
      if (!row) return [null, null];
      const session = {
        id: sessionId,
        userId: row.person.id,
        expiresAt: new Date(row.expiresAt),
        attributes: {}
      };
      return [session, row.isSuspended ? null : { id: row.person.id, attributes: { person: row.person } }];
    },
    async getUserSessions(): Promise<StoredSession[]> {
      throw new Error('Cookie values are not stored: list sessions through listSessionRows.');
    },
    async setSession(session: StoredSession): Promise<void> {
      await write((unit) =>
        kysely(unit)
          .insertInto('session')
          .values({
            id_hash: fingerprint(session.id),
            account_id: session.userId,
            expires_at: session.expiresAt.getTime(),
            created_at: clock()
          })
          .execute()
      );
    },
    async updateSessionExpiration(sessionId: string, expiresAt: Date): Promise<void> {
      await write((unit) =>
        kysely(unit)
          .updateTable('session')
          .set({ expires_at: expiresAt.getTime() })
          .where('id_hash', '=', fingerprint(sessionId))
          .execute()
      );
    },
    async deleteSession(sessionId: string): Promise<void> {
      await write((unit) => deleteSession(unit, fingerprint(sessionId)));
    },
    async deleteUserSessions(userId: Id): Promise<void> {
      await write((unit) => deleteSessionsOf(unit, userId));
    },
    async deleteExpiredSessions(): Promise<void> {
      await write((unit) =>
        kysely(unit).deleteFrom('session').where('expires_at', '<=', Date.now()).execute()
      );
    }
  };
}

/** A session by the hash of its cookie, expired or not, with the account as it is now. */
export async function findSession(
  rows: Rows,
  idHash: string
): Promise<{ person: Person; isSuspended: boolean; expiresAt: number } | null> {
  const row = await kysely(rows)
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account_id')
    .select([...personColumns, 'account.suspended_at', 'session.expires_at'])
    .where('session.id_hash', '=', idHash)
    .executeTakeFirst();
  if (!row) return null;
  return {
    person: toPerson(row),
    isSuspended: row.suspended_at !== null,
    expiresAt: Number(row.expires_at)
  };
}

/** An account's sessions, newest first. */
export async function listSessionRows(
  rows: Rows,
  account: Id
): Promise<
  {
    idHash: string;
    createdAt: number;
    expiresAt: number;
    device: string | null;
    lastSeenAt: number | null;
  }[]
> {
  const found = await kysely(rows)
    .selectFrom('session')
    .select(['id_hash', 'created_at', 'expires_at', 'device', 'last_seen_at'])
    .where('account_id', '=', account)
    .orderBy('created_at', 'desc')
    .execute();
  return found.map((row) => ({
    idHash: row.id_hash,
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
    device: row.device,
    lastSeenAt: row.last_seen_at === null ? null : Number(row.last_seen_at)
  }));
}

/** Notes the hour in which sessions were used and, where it is told, with which device. */
export async function noteSessions(
  unit: Unit,
  sessions: readonly { idHash: string; device: string | null }[],
  hour: number
): Promise<void> {
  for (const { idHash, device } of sessions) {
    await kysely(unit)
      .updateTable('session')
      .set({ last_seen_at: hour, ...(device !== null && { device }) })
      .where('id_hash', '=', idHash)
      .execute();
  }
}

/** Ends one session by the hash of its cookie. */
export async function deleteSession(unit: Unit, idHash: string): Promise<void> {
  await kysely(unit).deleteFrom('session').where('id_hash', '=', idHash).execute();
}

/** Ends an account's sessions, but for one when `except` names its hash. */
export async function deleteSessionsOf(unit: Unit, account: Id, except?: string): Promise<void> {
  let query = kysely(unit).deleteFrom('session').where('account_id', '=', account);
  if (except !== undefined) query = query.where('id_hash', '!=', except);
  await query.execute();
}
