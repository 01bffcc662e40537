import * as v from 'valibot';
import { newId, parse } from '#lib/kernel/index.ts';
import type { Unit } from '#lib/kernel/index.ts';
import { insertAccount } from './accountStore.server.ts';
import type { Person } from './actor.ts';
import { personName } from './affiliation.ts';
import type { AccessParts } from './parts.server.ts';

const input = v.strictObject({ name: personName });

/** Makes somebody who came with an invitation known here, inside the transaction in which they join. */
export function createGuest({ clock }: AccessParts) {
  /** @throws Problem `invalid_input` */
  return async (unit: Unit, given: { name: string }): Promise<Person> => {
    const { name } = parse(input, given);
    const guest: Person = { id: newId(), kind: 'guest', name, email: null, isAdmin: false };
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
