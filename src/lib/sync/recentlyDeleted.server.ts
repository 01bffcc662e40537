import {
  cover,
  isTelling,
  named,
  stretches,
  wholePieces,
  type Carried,
  type Deletions,
  type Found,
  type Rewritten,
  type Run
} from './carry.server.ts';

const PER_PERSON = 64 * 1024;
const PEOPLE = 64;
const LOOKED_AT = 50_000;
// Two Chinese characters, or six letters, when they are all that was deleted at once; ten, or thirty, when they are a part.
const TELLING_WHOLE = 6;
const TELLING_PART = 30;

/**
 * Remembers for a while what each person deleted in a document, so that what is taken back, cut and pasted, or rebuilt by
 * two at once stays the words of whoever wrote it.
 */
export class RecentlyDeleted {
  readonly #byPerson = new Map<string, { runs: Run[]; size: number }>();

  /** What of this change repeats what it deletes itself, or what was deleted a while ago. */
  carried(author: string, { deleted, inserted, lost }: Rewritten, deletions: Deletions): Carried[] {
    const all: Carried[] = [];
    let left = inserted;
    const look = (find: (runs: readonly Run[]) => Found) => {
      const found = find(left);
      all.push(...found.carried);
      left = found.left;
    };
    // Somebody types: nothing can have been repeated, and there are thousands of these.
    if (left.length > 0 && deletions.clients.size > 0) {
      look((runs) => wholePieces(runs, deleted));
      // Somebody else was quicker to delete some of it: this change was made where it still stood.
      if (left.length > 0)
        look((runs) => cover(runs, named([...deleted, ...this.#before(author)], deletions)));
      look((runs) => stretches(runs, deleted));
    }
    left = left.filter(({ text }) => isTelling(text, TELLING_WHOLE));
    if (left.length > 0 && this.#byPerson.size > 0) {
      const before = this.#before(author);
      look((runs) => wholePieces(runs, before));
      const long = left.filter(({ text }) => isTelling(text, TELLING_PART));
      all.push(...stretches(long, before).carried);
    }
    const gone = [...deleted, ...lost];
    if (gone.length > 0) this.#remember(author, gone);
    return all;
  }

  /** What was deleted before, this person's first, then the newest. */
  #before(author: string): Run[] {
    const people = [...this.#byPerson.keys()].reverse().filter((person) => person !== author);
    const found: Run[] = [];
    let size = 0;
    for (const person of [author, ...people])
      for (const run of (this.#byPerson.get(person)?.runs ?? []).toReversed()) {
        size += sizeOf(run);
        if (size > LOOKED_AT) return found;
        found.push(run);
      }
    return found;
  }

  #remember(author: string, gone: readonly Run[]): void {
    const memory = this.#byPerson.get(author) ?? { runs: [], size: 0 };
    // Whoever deleted last is the last to be forgotten.
    this.#byPerson.delete(author);
    this.#byPerson.set(author, memory);
    for (const run of gone) {
      memory.runs.push(run);
      memory.size += sizeOf(run);
    }
    while (memory.size > PER_PERSON) memory.size -= sizeOf(memory.runs.shift()!);
    const oldest = this.#byPerson.keys().next();
    if (this.#byPerson.size > PEOPLE && !oldest.done) this.#byPerson.delete(oldest.value);
  }
}

/** Many short pieces cost as much as a long one. */
function sizeOf({ text }: Run): number {
  return text.length + 16;
}
