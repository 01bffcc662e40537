import { Problem } from '#lib/kernel/index.ts';
import type { Actor } from './actor.ts';
import type { AccessParts } from './parts.server.ts';
import { guard } from './policy.ts';
import type { ListedSession } from './session.ts';
import { deleteSessionsOf, listSessionRows } from './sessionStore.server.ts';

/** The browsers somebody is signed in with, newest first. */
export function listSessions({ read }: AccessParts) {
  /** @throws Problem `not_signed_in` */
  return async (actor: Actor): Promise<ListedSession[]> => {
    const { person, via } = asPerson(actor);
    const rows = await listSessionRows(read, person.id);
    return rows
      .filter((row) => row.expiresAt > Date.now())
      .map(({ idHash, createdAt, expiresAt }) => ({
        createdAt,
        expiresAt,
        isCurrent: via.kind === 'session' && via.id === idHash
      }));
  };
}

/** Ends all of one's sessions but the one that asks; open sockets of the others close. */
export function endOtherSessions({ write }: AccessParts) {
  /** @throws Problem `not_signed_in` */
  return async (actor: Actor): Promise<void> => {
    const { person, via } = asPerson(actor);
    await write(async (unit) => {
      await deleteSessionsOf(unit, person.id, via.kind === 'session' ? via.id : undefined);
      unit.announce({ kind: 'rights', account: person.id });
    });
  };
}

function asPerson(actor: Actor): Actor & { kind: 'person' } {
  guard(actor, 'account.own');
  if (actor.kind !== 'person') throw new Problem('not_signed_in');
  return actor;
}
