import * as v from 'valibot';
import { newId, parse, type Id, type Rows, type Unit } from '#lib/kernel/index.ts';
import { findAccount, insertAccount } from './accountStore.server.ts';
import type { Person } from './actor.ts';
import { personName } from './affiliation.ts';
import type { AccessParts } from './parts.server.ts';

const input = v.strictObject({ name: personName });

/** Makes somebody who came with an invitation known here, inside the transaction in which they join. */
export function createGuest({ clock }: AccessParts) {
  /**
   * @param given an `id` that nobody has yet, when the caller drew one
   * @throws Problem `invalid_input`
   */
  return async (unit: Unit, { name: wanted, id = newId() }: { name: string; id?: Id }): Promise<Person> => {
    const { name } = parse(input, { name: wanted });
    const guest: Person = { id, kind: 'guest', name, email: null, isAdmin: false };
    await insertAccount(unit, { ...guest, passwordHash: null, createdAt: clock() });
    await unit.record({
      chain: 'instance',
      type: 'account.guest_created',
      actor: guest.id,
      subject: { kind: 'account', id: guest.id },
      committed: { name }
    });
    return guest;
  };
}

/** Whoever has this id, for who must know whether they still are a guest: neither claimed, nor suspended, nor full. */
export async function findGuest(
  rows: Rows,
  id: Id
): Promise<{ person: Person; createdAt: number; isGuest: boolean } | null> {
  const found = await findAccount(rows, id);
  if (!found) return null;
  const { person, createdAt, claimedBy, isSuspended } = found;
  return { person, createdAt, isGuest: person.kind === 'guest' && claimedBy === null && !isSuspended };
}
