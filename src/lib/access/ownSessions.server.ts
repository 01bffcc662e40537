import { Problem } from '#lib/kernel/index.ts';
import { ownPerson } from './ownPerson.ts';
import type { Actor } from './actor.ts';
import type { AccessParts } from './parts.server.ts';
import type { ListedSession } from './session.ts';
import { deleteSession, deleteSessionsOf, listSessionRows } from './sessionStore.server.ts';

/** The browsers somebody is signed in with, newest first. */
export function listSessions({ read }: AccessParts) {
  /** @throws Problem `not_signed_in` */
  return async (actor: Actor): Promise<ListedSession[]> => {
    const { person, via } = ownPerson(actor);
    const rows = await listSessionRows(read, person.id);
    return rows
      .filter((row) => row.expiresAt > Date.now())
      .map(({ idHash, ...row }) => ({
        id: nameOf(idHash),
        ...row,
        isCurrent: via.kind === 'session' && via.id === idHash
      }));
  };
}

/** Ends one of one's own sessions; its open sockets close. */
export function endSession({ read, write }: AccessParts) {
  /** @throws Problem `not_signed_in`, `not_found` (also when it has ended) */
  return async (actor: Actor, id: string): Promise<void> => {
    const { person } = ownPerson(actor);
    const session = (await listSessionRows(read, person.id)).find(({ idHash }) => nameOf(idHash) === id);
    if (!session) throw new Problem('not_found');
    await write(async (unit) => {
      await deleteSession(unit, session.idHash);
      unit.announce({ kind: 'rights', account: person.id });
    });
  };
}

/** Ends all of one's sessions but the one that asks; open sockets of the others close. */
export function endOtherSessions({ write }: AccessParts) {
  /** @throws Problem `not_signed_in` */
  return async (actor: Actor): Promise<void> => {
    const { person, via } = ownPerson(actor);
    await write(async (unit) => {
      await deleteSessionsOf(unit, person.id, via.kind === 'session' ? via.id : undefined);
      unit.announce({ kind: 'rights', account: person.id });
    });
  };
}

// Enough of the hash to name one among an account's own.
function nameOf(idHash: string): string {
  return idHash.slice(0, 22);
}
