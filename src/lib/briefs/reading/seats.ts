import { sectors, type Affiliation, type Sector } from '#lib/access/index.ts';
import type { Id } from '#lib/kernel/index.ts';

/** One seat at a table: how many people of a sector are here now, and how many have written. */
export type Seat = { sector: Sector; here: number; contributed: number };

/** Somebody who is in the document now. */
export type HerePerson = { id: Id; name: string; affiliation: Affiliation };

type Members = readonly { members: readonly HerePerson[] }[];

/** The members among the connected people, in the order of the table. */
export function hereAmong(present: Iterable<Id>, members: Members): HerePerson[] {
  const here = new Set(present);
  return members.flatMap((one) =>
    one.members
      .filter(({ id }) => here.has(id))
      .map(({ id, name, affiliation }) => ({ id, name, affiliation }))
  );
}

/** The table: people who are here take the seat of their sector; sectors that are silent keep an empty one. */
export function seatsAt(
  contributed: readonly { sector: Sector; contributed: number }[],
  here: readonly Pick<HerePerson, 'affiliation'>[]
): Seat[] {
  return sectors.map((sector) => ({
    sector,
    here: here.filter(({ affiliation }) => affiliation.sector === sector).length,
    contributed: contributed.find((one) => one.sector === sector)?.contributed ?? 0
  }));
}

/** People as the awareness of a document names them; the server has written these parts, anything else is left out. */
export function herePeople(presences: readonly { readonly [key: string]: unknown }[]): HerePerson[] {
  return presences.flatMap(({ id, name, sector, organisation, capacity, proof }) => {
    const known = sectors.find((one) => one === sector);
    if (typeof id !== 'string' || typeof name !== 'string' || !known) return [];
    const affiliation: Affiliation = {
      sector: known,
      organisation: typeof organisation === 'string' ? organisation : null,
      capacity: typeof capacity === 'string' ? capacity : null,
      proof: proof === 'email_domain' || proof === 'vouched' || proof === 'verified' ? proof : 'self_declared'
    };
    return [{ id, name, affiliation }];
  });
}
