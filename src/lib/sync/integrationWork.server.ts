import * as Y from 'yjs';

/**
 * How much searching Yjs does to find the place of items that several wrote at the same spot. It looks at every item
 * between the two neighbours an item names, so items that all name far neighbours cost their number squared: 20,000 of
 * them, one frame of 200 kB, stop a process for 43 s. Nothing in Yjs can be told to stop, and the number of steps is only
 * known where they are taken; so this module counts them just before Yjs takes them, and throws instead when a
 * document's allowance is used up. Honest documents need next to none: what is typed in a row costs nothing.
 */
const integrate = Y.Item.prototype.integrate;
Y.Item.prototype.integrate = function (transaction: Y.Transaction, offset: number): void {
  const { doc } = transaction;
  const work = works.get(doc);
  if (work && this.parent) countSearch(this, transaction, offset, work);
  integrate.call(this, transaction, offset);
};

type Work = { steps: number; allowed: number };

const works = new WeakMap<Y.Doc, Work>();

/** Thrown while an update is applied; the document holds parts of it and has to be rebuilt. */
export class TooMuchWorkError extends Error {
  constructor() {
    super('The update would take too long to integrate.');
    this.name = 'TooMuchWorkError';
  }
}

/** Starts counting; call before the first update is applied, so that the count says what loading costs, too. */
export function countWork(doc: Y.Doc): void {
  works.set(doc, { steps: 0, allowed: Infinity });
}

/** @returns steps taken since {@link countWork} (about 0.1 µs each), 0 when they are not counted */
export function workOf(doc: Y.Doc): number {
  return works.get(doc)?.steps ?? 0;
}

/**
 * Does `apply` with at most `steps` of searching.
 * @throws TooMuchWorkError
 */
export function withinWork(doc: Y.Doc, steps: number, apply: () => void): void {
  const work = works.get(doc);
  if (!work) return apply();
  work.allowed = work.steps + steps;
  try {
    apply();
  } finally {
    work.allowed = Infinity;
  }
}

// Follows Item.integrate of Yjs 13.6 step by step: the conditions and their order are its own.
function countSearch(item: Y.Item, { doc }: Y.Transaction, offset: number, work: Work): void {
  const { client, clock } = item.id;
  const left = offset > 0 ? itemAt(doc, Y.createID(client, clock + offset - 1)) : item.left;
  const origin = offset > 0 ? Y.createID(client, clock + offset - 1) : item.origin;
  if (left ? left.right === item.right : item.right !== null && item.right.left === null) return;
  const parent = item.parent as Y.AbstractType<unknown>;
  let other = left ? left.right : parent._start;
  if (!left && item.parentSub !== null) {
    other = parent._map.get(item.parentSub) ?? null;
    for (; other?.left; other = other.left) step(work);
  }
  const seen = new Set<Y.Item | null>();
  for (; other !== null && other !== item.right; other = other.right) {
    step(work);
    seen.add(other);
    if (Y.compareIDs(origin, other.origin)) {
      const isBefore = other.id.client < client;
      if (!isBefore && Y.compareIDs(item.rightOrigin, other.rightOrigin)) return;
    } else if (other.origin === null || !seen.has(itemAt(doc, other.origin))) return;
  }
}

function step(work: Work): void {
  if (++work.steps > work.allowed) throw new TooMuchWorkError();
}

function itemAt({ store }: Y.Doc, id: Y.ID): Y.Item | null {
  const found = Y.getItem(store, id) as Y.Item | Y.GC;
  return found instanceof Y.Item ? found : null;
}
