import { Problem } from '#lib/kernel/index.ts';
import type { Actor, Person } from './actor.ts';
import { guard } from './policy.ts';

/**
 * Who acts on their own account.
 * @throws Problem `not_signed_in`
 */
export function ownPerson(actor: Actor): Extract<Actor, { kind: 'person' }> {
  guard(actor, 'account.own');
  if (actor.kind !== 'person') throw new Problem('not_signed_in');
  return actor;
}

/**
 * Who acts on their own account, with an e-mail and a password, which guests lack.
 * @throws Problem `not_signed_in`, `forbidden`
 */
export function ownFullPerson(actor: Actor): Person & { email: string } {
  const { person } = ownPerson(actor);
  if (person.kind !== 'full' || person.email === null) throw new Problem('forbidden');
  return { ...person, email: person.email };
}
