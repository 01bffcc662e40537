import { Problem, type Id } from '#lib/kernel/index.ts';

/** In characters: what one author may bring beside a first text, and what all may bring together. */
export type Room = { ofOne: number; ofAll: number };

/**
 * Runs one piece of work at a time and takes the authors in turn: nobody waits for more than one piece of each other
 * author. An author has one long text waiting or at work, or several short ones.
 * @returns runs `work` on a text of `size` characters when its turn comes. @throws Problem `too_many_requests`
 */
export function authorsInTurn({ ofOne, ofAll }: Room) {
  /** In the order they are taken; who is at work comes first until it is done. */
  const waiting = new Map<Id, (() => Promise<void>)[]>();
  const held = new Map<Id, { texts: number; size: number }>();
  let isAtWork = false;
  let all = 0;

  function enter(author: Id, size: number): void {
    const mine = held.get(author) ?? { texts: 0, size: 0 };
    const isMore = mine.texts > 0 && mine.size + size > ofOne;
    if (isMore || all + size > ofAll) throw new Problem('too_many_requests');
    held.set(author, { texts: mine.texts + 1, size: mine.size + size });
    all += size;
  }

  function leave(author: Id, size: number): void {
    const mine = held.get(author)!;
    all -= size;
    if (mine.texts === 1) held.delete(author);
    else held.set(author, { texts: mine.texts - 1, size: mine.size - size });
  }

  async function goOn(): Promise<void> {
    if (isAtWork) return;
    isAtWork = true;
    for (let [next] = waiting; next; [next] = waiting) {
      const [author, texts] = next;
      await texts.shift()!();
      waiting.delete(author);
      // Behind whoever came meanwhile.
      if (texts.length > 0) waiting.set(author, texts);
    }
    isAtWork = false;
  }

  return async <T>(author: Id, size: number, work: () => Promise<T>): Promise<T> => {
    enter(author, size);
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const mine = () => work().then(resolve, reject);
    const before = waiting.get(author);
    if (before) before.push(mine);
    else waiting.set(author, [mine]);
    void goOn();
    return promise.finally(() => leave(author, size));
  };
}
