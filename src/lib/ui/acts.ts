/**
 * Something the page in front of a person can do now, for the palette and the list of keys. `keys` are as `keyCaps`
 * reads them, e.g. `Mod+Shift+7`; an act without `run` is only listed.
 */
export type Act = { id: string; name: string; group: string; keys?: readonly string[]; run?: () => void };
type Offer = () => readonly Act[] | Promise<readonly Act[]>;

const offers = new Set<Offer>();

/**
 * Offers acts while a component lives. Asked each time somebody looks, so nothing is computed, or fetched, before.
 * @returns how to take the offer back
 */
export function offerActs(acts: Offer): () => void {
  offers.add(acts);
  return () => void offers.delete(acts);
}

/** Everything on offer now, in the order it was offered; an offer that fails is left out. */
export async function offeredActs(): Promise<Act[]> {
  const settled = await Promise.allSettled([...offers].map(async (acts) => acts()));
  return settled.flatMap((offer) => (offer.status === 'fulfilled' ? offer.value : []));
}
