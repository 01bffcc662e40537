import { setImmediate } from 'node:timers/promises';
import type { Id, Rows } from '#lib/kernel/index.ts';
import type { Authorship, DocumentActivity } from './activity.ts';
import { authorsWithin, lastSeq, listHeads, nextEpoch } from './activityStore.server.ts';

/** How far a document's log has been read, and who was found in it. */
type Known = { epoch: number; seq: number; authors: Map<string, Authorship> };
type Head = { id: Id; programme: Id; epoch: number; seq: number };

// A stretch this long is read in a few milliseconds; between two of them others get their turn.
const STRETCH = 2_000;
const REMEMBERED = 5_000;

/**
 * Answers from committed rows alone; no document is loaded. A log is read once, in short stretches, and after that
 * only what is new in it: a long history must not hold up the edits of others.
 */
export function documentActivity(read: Rows): DocumentActivity {
  const known = new Map<Id, Known>();
  const turns = new Map<Id, Promise<unknown>>();

  async function catchUp(head: Head): Promise<Authorship[]> {
    const state = known.get(head.id) ?? { epoch: 1, seq: 0, authors: new Map<string, Authorship>() };
    known.delete(head.id);
    known.set(head.id, state);
    const oldest = known.keys().next();
    if (known.size > REMEMBERED && !oldest.done) known.delete(oldest.value);
    while (state.epoch < head.epoch) {
      await readUpTo(state, head, await lastSeq(read, head.id, state.epoch));
      // A restore skips millions of numbers.
      state.epoch = await nextEpoch(read, head, state.epoch);
      state.seq = 0;
    }
    if (state.epoch === head.epoch) await readUpTo(state, head, head.seq);
    return [...state.authors.values()];
  }

  async function readUpTo(state: Known, { id: document, programme }: Head, last: number): Promise<void> {
    while (state.seq < last) {
      const upTo = Math.min(state.seq + STRETCH, last);
      const stretch = { document, epoch: state.epoch, after: state.seq, upTo };
      for (const found of await authorsWithin(read, stretch)) {
        const key = `${found.author} ${JSON.stringify(found.affiliation)}`;
        const lastAt = Math.max(found.lastAt, state.authors.get(key)?.lastAt ?? 0);
        state.authors.set(key, { ...found, document, programme, lastAt });
      }
      state.seq = upTo;
      if (upTo < last) await setImmediate();
    }
  }

  /** One reader per document at a time; the others find its work done. */
  function inTurn(head: Head): Promise<Authorship[]> {
    const turn = (turns.get(head.id) ?? Promise.resolve()).then(() => catchUp(head));
    const settled = turn
      .catch(() => undefined)
      .finally(() => {
        if (turns.get(head.id) === settled) turns.delete(head.id);
      });
    turns.set(head.id, settled);
    return turn;
  }

  return {
    async authors(of) {
      const found = await Promise.all((await listHeads(read, of)).map(inTurn));
      return found.flat().sort((a, b) => b.lastAt - a.lastAt);
    },
    async heads(documents) {
      const found = await listHeads(read, { documents });
      return new Map(found.map(({ id, epoch, seq }) => [id, { epoch, seq }]));
    }
  };
}
