import type { ChainId } from '#lib/kernel/index.ts';
import { commitmentsOf, faultIn, GENESIS, opens, parseBody } from './chain.ts';
import type { ChainEntry, ChainHead, EventBody, Fault, Opening, Sha256 } from './chain.ts';

/**
 * What a check of a chain found. `timeWentBackAt` lists entries dated before the one they follow: a clock that was
 * set back, or somebody who added an entry with an old date. The order of a chain is its `seq`, never its time.
 */
export type Verdict =
  | { ok: true; head: ChainHead; timeWentBackAt: number[] }
  | { ok: false; chain: ChainId; seq: number; fault: Fault };

/** An entry with everything stored beside it. `columns` are the copies kept for searching, when there are any. */
export type CheckedEntry = ChainEntry & {
  openings?: readonly Opening[];
  columns?: { at: number; type: string; actor: string; subjectKind: string; subjectId: string };
};

/** Checks a chain entry by entry, in order; holds nothing but the place it has come to. */
export class ChainCheck {
  #head: ChainHead;
  #at = Number.NEGATIVE_INFINITY;
  #timeWentBackAt: number[] = [];
  /** committed words that are gone, until the chain says that they were redacted */
  readonly #silenced = new Map<string, number>();
  readonly #sha256: Sha256;

  constructor(chain: ChainId, sha256: Sha256) {
    this.#head = { chain, seq: 0, hash: GENESIS };
    this.#sha256 = sha256;
  }

  /** The last entry found whole. */
  get head(): ChainHead {
    return this.#head;
  }

  /** @returns the fault of the next entry, or null. After a fault the check is over. */
  next(entry: CheckedEntry): (Verdict & { ok: false }) | null {
    const fault = faultIn(entry, this.#head, this.#sha256) ?? this.#besides(entry, parseBody(entry.body)!);
    // A missing entry is missed at its own place, not where the next one stands.
    if (fault) return { ok: false, chain: this.#head.chain, seq: this.#head.seq + 1, fault };
    const body = parseBody(entry.body)!;
    this.#listen(entry, body);
    const { at } = body;
    if (at < this.#at) this.#timeWentBackAt.push(entry.seq);
    this.#at = at;
    this.#head = { chain: this.#head.chain, seq: entry.seq, hash: entry.hash };
    return null;
  }

  /** The verdict, once the last entry was given; `head` is what the chain claims to end with. */
  end(head: ChainHead): Verdict {
    const { seq, hash, chain } = this.#head;
    if (head.seq !== seq || head.hash !== hash)
      return { ok: false, chain, seq: head.seq > seq ? seq + 1 : seq, fault: 'head_differs' };
    if (this.#silenced.size > 0)
      return { ok: false, chain, seq: Math.min(...this.#silenced.values()), fault: 'opening_missing' };
    return { ok: true, head: this.#head, timeWentBackAt: this.#timeWentBackAt };
  }

  #listen({ seq, openings }: CheckedEntry, body: EventBody): void {
    if (openings) {
      const told = new Set(openings.filter(({ value }) => value !== null).map(({ field }) => field));
      for (const field of Object.keys(commitmentsOf(body)))
        if (!told.has(field)) this.#silenced.set(`${seq} ${field}`, seq);
    }
    if (body.type !== 'journal.redacted') return;
    const { seq: of, fields } = body.data;
    for (const field of Array.isArray(fields) ? fields : []) this.#silenced.delete(`${String(of)} ${field}`);
  }

  #besides(entry: CheckedEntry, body: EventBody): Fault | null {
    const { columns, openings = [] } = entry;
    if (columns && !agree(body, columns)) return 'body_differs';
    return opens(body, openings, this.#sha256) ? null : 'opening_differs';
  }
}

/** A place in a chain that was printed or written down somewhere else; `chain` when it is known of which. */
export type PublishedHead = { chain?: ChainId; seq: number; hash: string };

/** Whether an entry stands where a published head said. A tail that was cut off, or written anew, does not hold it. */
export function holdsHead(
  { chain, seq, hash }: PublishedHead,
  entry: { chain: ChainId; seq: number; hash: string }
): boolean {
  return (chain === undefined || chain === entry.chain) && seq === entry.seq && hash === entry.hash;
}

function agree(body: EventBody, columns: NonNullable<CheckedEntry['columns']>): boolean {
  return (
    body.at === columns.at &&
    body.type === columns.type &&
    body.actor === columns.actor &&
    body.subject.kind === columns.subjectKind &&
    body.subject.id === columns.subjectId
  );
}
