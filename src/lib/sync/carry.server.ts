import * as Y from 'yjs';

/** Text that was written again by a change of structure: it stays the words of whoever wrote what it repeats. */
export type Carried = {
  client: number;
  clock: number;
  /** UTF-16 units, here and there */
  length: number;
  fromClient: number;
  fromClock: number;
};

/** What is said to be repeated, and what was found besides, outside of it. */
export function withRepeats(found: readonly Carried[], said: readonly Carried[] = []): Carried[] {
  const isSaid = (one: Carried) =>
    said.some(
      ({ client, clock, length }) =>
        client === one.client && clock < one.clock + one.length && one.clock < clock + length
    );
  return said.length === 0 ? [...found] : [...said, ...found.filter((one) => !isSaid(one))];
}

/** Text that stood, or stands, in one piece, and the edits it is made of. */
export type Run = { text: string; parts: readonly Part[] };
type Part = { at: number; client: number; clock: number; length: number };

/** What an update took away and what it brought, as text in one piece each; `lost` is what came too late to be seen. */
export type Rewritten = { deleted: Run[]; inserted: Run[]; lost: Run[] };

/** What an update says is deleted, whether or not it still was there. */
export type Deletions = ReturnType<typeof Y.decodeUpdate>['ds'];
type Update = Pick<ReturnType<typeof Y.decodeUpdate>, 'structs' | 'ds'>;
type TextItem = Y.Item & { content: Y.ContentString };

// Words shorter than this are found anywhere by chance: four Chinese characters, or twelve letters.
const ENOUGH = 12;
const CHINESE = 3;
const GRAM = 4;
// Beyond this only whole pieces are compared: an edit may cost the others a few milliseconds at most.
const LONGEST = 50_000;
const COMPARISONS = 4_000_000;
const PLACES_PER_GRAM = 16;
const HOPS = 16;
const PIECES = 5_000;
const NEARLY_ALL = 0.9;
const MOST = 0.5;

/**
 * To be called before Yjs forgets the text of what was deleted: on `afterTransaction`.
 * @param update what is being applied. What others wrote in deleted places meanwhile goes, too, but apart from what it names
 */
export function rewrittenBy(transaction: Y.Transaction, { structs, ds }: Update): Rewritten {
  const inserted = new Set<TextItem>();
  for (const [client, end] of transaction.afterState) {
    const start = transaction.beforeState.get(client) ?? 0;
    if (end > start) collect(inserted, transaction.doc.store.clients.get(client) ?? [], start);
  }
  const named = new Set<TextItem>();
  const others = new Set<TextItem>();
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    const isNew = struct.id.clock >= (transaction.beforeState.get(struct.id.client) ?? 0);
    if (isText(struct) && !isNew) (Y.isDeleted(ds, struct.id) ? named : others).add(struct);
  });
  const lost = lostOnArrival(transaction, structs);
  return {
    deleted: [...runsOf(named), ...runsOf(others)],
    inserted: [...runsOf(inserted), ...lost],
    lost
  };
}

/** Text written into places that are gone: nobody sees it here, but its author may have gone on with it. */
function lostOnArrival({ beforeState, doc }: Y.Transaction, structs: Update['structs']): Run[] {
  const lost: Run[] = [];
  for (const struct of structs) {
    if (!isText(struct)) continue;
    const { client, clock } = struct.id;
    const from = Math.max(clock, beforeState.get(client) ?? 0);
    // What is not in the document at all has been given up: the update is being refused.
    if (from >= clock + struct.length || from >= Y.getState(doc.store, client)) continue;
    const here = Y.getItem(doc.store, Y.createID(client, from));
    if (here instanceof Y.Item && !here.deleted) continue;
    const text = struct.content.str.slice(from - clock);
    lost.push({ text, parts: [{ at: 0, client, clock: from, length: text.length }] });
  }
  return lost;
}

/** What of the inserted text has found its origin, and the pieces that have not. */
export type Found = { carried: Carried[]; left: Run[] };

/**
 * Whole pieces of inserted text that are equal to a deleted one, each of which is given away once.
 * @param isSame which texts may be taken for the same when they are equal; all by default
 */
export function wholePieces(
  inserted: readonly Run[],
  deleted: readonly Run[],
  isSame: (text: string) => boolean = () => true
): Found {
  const carried: Carried[] = [];
  const byText = new Map<string, Run[]>();
  for (const run of deleted) byText.set(run.text, [...(byText.get(run.text) ?? []), run]);
  const left = inserted.filter((run) => {
    const same = isSame(run.text) ? byText.get(run.text)?.shift() : undefined;
    if (same) carried.push(...between(run, 0, same, 0, run.text.length));
    return !same;
  });
  return { carried, left };
}

/** Stretches of inserted text, long enough to be no chance, that are found in deleted text. */
export function stretches(inserted: readonly Run[], deleted: readonly Run[]): Found {
  const carried: Carried[] = [];
  if (
    inserted.length === 0 ||
    deleted.length === 0 ||
    lengthOf(inserted) > LONGEST ||
    lengthOf(deleted) > LONGEST
  )
    return { carried, left: [...inserted] };
  const known = new Stretches(deleted);
  const left = inserted.filter((run) => {
    const found = known.in(run);
    carried.push(...found);
    return found.length === 0;
  });
  return { carried, left };
}

/**
 * Lays pieces over inserted text, longest first, and takes them for the same when they are nearly all of it and it is most of
 * them. For text whose pieces are known to have gone in this very change, however short, but no longer in which order.
 */
export function cover(inserted: readonly Run[], pieces: readonly Run[]): { carried: Carried[]; left: Run[] } {
  const carried: Carried[] = [];
  if (lengthOf(inserted) * lengthOf(pieces) > COMPARISONS) return { carried, left: [...inserted] };
  let free = [...pieces].sort((a, b) => b.text.length - a.text.length);
  const left = inserted.filter((run) => {
    const laid = layOver(run, free);
    const covered = laid.reduce((sum, { length }) => sum + length, 0);
    const touched = new Set(laid.map(({ piece }) => piece));
    if (covered < NEARLY_ALL * run.text.length || covered < MOST * lengthOf([...touched])) return true;
    for (const { at, piece, from, length } of laid) carried.push(...between(run, at, piece, from, length));
    free = free.filter((piece) => !touched.has(piece));
    return false;
  });
  return { carried, left };
}

type Laid = { at: number; piece: Run; from: number; length: number };

// A piece may have been written into since: it is laid in as few parts as will do.
function layOver(run: Run, pieces: readonly Run[]): Laid[] {
  const laid: Laid[] = [];
  let bare = run.text;
  for (const piece of pieces)
    for (let from = 0; from < piece.text.length;) {
      const length = longestStart(piece.text, from, bare);
      if (length === 0) {
        from++;
        continue;
      }
      const at = bare.indexOf(piece.text.slice(from, from + length));
      laid.push({ at, piece, from, length });
      bare = bare.slice(0, at) + '\0'.repeat(length) + bare.slice(at + length);
      from += length;
    }
  return laid;
}

/** How much of a text, from a place on, is found in another in one piece. */
function longestStart(text: string, from: number, within: string): number {
  let [low, high] = [0, text.length - from];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (within.includes(text.slice(from, from + middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The pieces of these runs that an update names as deleted. */
export function named(runs: readonly Run[], deletions: Deletions): Run[] {
  return runs.flatMap(({ text, parts }) =>
    parts.flatMap((part) =>
      (deletions.clients.get(part.client) ?? []).flatMap((gone): Run[] => {
        const from = Math.max(part.clock, gone.clock);
        const to = Math.min(part.clock + part.length, gone.clock + gone.len);
        if (from >= to) return [];
        const at = part.at + (from - part.clock);
        return [
          {
            text: text.slice(at, at + (to - from)),
            parts: [{ at: 0, client: part.client, clock: from, length: to - from }]
          }
        ];
      })
    )
  );
}

/** Whether a text is long enough not to be the same by chance. */
export function isTelling(text: string, enough = ENOUGH): boolean {
  let weight = 0;
  for (let i = 0; i < text.length && weight < enough; i++) weight += weightOf(text.charCodeAt(i));
  return weight >= enough;
}

/** Finds the longest stretches of a text in others, each place of which is given away once. */
class Stretches {
  readonly #runs: readonly Run[];
  readonly #taken: Uint8Array[];
  readonly #places = new Map<string, { run: number; at: number }[]>();

  constructor(runs: readonly Run[]) {
    this.#runs = runs;
    this.#taken = runs.map(({ text }) => new Uint8Array(text.length));
    for (const [run, { text }] of runs.entries())
      for (let at = 0; at + GRAM <= text.length; at++) {
        const gram = text.slice(at, at + GRAM);
        const places = this.#places.get(gram);
        if (!places) this.#places.set(gram, [{ run, at }]);
        else if (places.length < PLACES_PER_GRAM) places.push({ run, at });
      }
  }

  in(run: Run): Carried[] {
    const carried: Carried[] = [];
    for (let at = 0; at + GRAM <= run.text.length;) {
      const best = this.#longest(run.text, at);
      if (!best || !isTelling(run.text.slice(at, at + best.length))) {
        at++;
        continue;
      }
      this.#taken[best.run]!.fill(1, best.at, best.at + best.length);
      carried.push(...between(run, at, this.#runs[best.run]!, best.at, best.length));
      at += best.length;
    }
    return carried;
  }

  #longest(text: string, from: number): { run: number; at: number; length: number } | null {
    let best: { run: number; at: number; length: number } | null = null;
    for (const { run, at } of this.#places.get(text.slice(from, from + GRAM)) ?? []) {
      const there = this.#runs[run]!.text;
      const taken = this.#taken[run]!;
      let length = 0;
      while (
        from + length < text.length &&
        text[from + length] === there[at + length] &&
        taken[at + length] === 0
      )
        length++;
      if (length >= GRAM && length > (best?.length ?? 0)) best = { run, at, length };
    }
    return best;
  }
}

function collect(into: Set<TextItem>, structs: readonly (Y.Item | Y.GC)[], start: number): void {
  for (let i = Y.findIndexSS(structs as (Y.Item | Y.GC)[], start); i < structs.length; i++) {
    const struct = structs[i]!;
    if (isText(struct) && !struct.deleted) into.add(struct);
  }
}

function isText(struct: unknown): struct is TextItem {
  return struct instanceof Y.Item && struct.content instanceof Y.ContentString;
}

/** Pieces of text that follow one another with nothing living in between. */
function runsOf(items: ReadonlySet<TextItem>): Run[] {
  if (items.size > PIECES) return [];
  const next = new Map<TextItem, TextItem>();
  const followers = new Set<TextItem>();
  for (const item of items) {
    const after = following(item, items);
    if (!after) continue;
    next.set(item, after);
    followers.add(after);
  }
  const runs: Run[] = [];
  for (const first of items) {
    if (followers.has(first)) continue;
    const parts: Part[] = [];
    let text = '';
    for (let item: TextItem | undefined = first; item; item = next.get(item)) {
      const { client, clock } = item.id;
      parts.push({ at: text.length, client, clock, length: item.length });
      text += item.content.str;
    }
    runs.push({ text, parts });
  }
  return runs;
}

function following(item: TextItem, items: ReadonlySet<TextItem>): TextItem | null {
  let right = item.right;
  for (let hops = 0; right !== null && hops < HOPS; hops++, right = right.right) {
    if (items.has(right as TextItem)) return right as TextItem;
    if (right.countable && !right.deleted) return null;
  }
  return null;
}

/** The edits of a stretch here beside those of the same stretch there. */
function between(here: Run, at: number, there: Run, from: number, length: number): Carried[] {
  const carried: Carried[] = [];
  for (let done = 0; done < length;) {
    const to = placeIn(here, at + done);
    const origin = placeIn(there, from + done);
    const step = Math.min(to.left, origin.left, length - done);
    carried.push({
      client: to.client,
      clock: to.clock,
      length: step,
      fromClient: origin.client,
      fromClock: origin.clock
    });
    done += step;
  }
  return carried;
}

function placeIn({ parts }: Run, at: number): { client: number; clock: number; left: number } {
  let [low, high] = [0, parts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (parts[middle]!.at <= at) low = middle;
    else high = middle - 1;
  }
  const part = parts[low]!;
  const into = at - part.at;
  return { client: part.client, clock: part.clock + into, left: part.length - into };
}

function lengthOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { text }) => sum + text.length, 0);
}

function weightOf(unit: number): number {
  return unit >= 0x2e80 ? CHINESE : 1;
}
