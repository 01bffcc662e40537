import { createHash } from 'node:crypto';
import type { ChainId, Clock, NewEvent, RecordedEvent, Rows, Unit } from '#lib/kernel/index.ts';
import { newId } from '#lib/kernel/index.ts';
import { joinOpenings, parseBody, seal } from './chain.ts';
import type { ChainHead, EventBody, Opening, Sha256 } from './chain.ts';
import {
  append,
  emptyOpenings,
  readChains,
  readEntries,
  readHead,
  takePlace
} from './journalStore.server.ts';
import { ChainCheck, holdsHead } from './verify.ts';
import type { PublishedHead, Verdict } from './verify.ts';

export type JournalService = ReturnType<typeof journalService>;

const sha256: Sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

/** The append-only record. It decides nobody's rights: rooms guard before they record or read. */
export function journalService({ read, clock }: { read: Rows; clock: Clock }) {
  return {
    /** Appends an event inside the caller's transaction; given to `createWritePath`. */
    recorder: (unit: Unit, event: NewEvent) => record(unit, event, clock()),

    /** Where a chain stands: `seq` 0 and 64 zeros before its first event. */
    head: (chain: ChainId): Promise<ChainHead> => readHead(read, chain),

    /** Events after a place, oldest first, at most 500; `committed` holds what was not redacted. */
    async listEvents(
      chain: ChainId,
      { after = 0, limit = 100 }: { after?: number; limit?: number } = {}
    ): Promise<RecordedEvent[]> {
      const page = { after, limit: Math.min(Math.max(limit, 1), 500) };
      const entries = await readEntries(read, chain, page);
      return entries.map((entry) => toEvent(parseBody(entry.body), entry.hash, entry.openings));
    },

    /** Reads a whole chain again and checks every entry, commitment and the head. */
    verify: (chain: ChainId): Promise<Verdict> => verify(read, chain),

    /** {@link verify} for every chain of this installation. */
    async verifyAll(): Promise<Verdict[]> {
      const verdicts: Verdict[] = [];
      for (const chain of await readChains(read)) verdicts.push(await verify(read, chain));
      return verdicts;
    },

    /** Whether some chain holds an entry where a published head says; a chain whose tail was cut off does not. */
    async holds(published: PublishedHead): Promise<boolean> {
      const { chain, seq } = published;
      for (const one of chain === undefined ? await readChains(read) : [chain]) {
        const [entry] = await readEntries(read, one, { after: seq - 1, limit: 1 });
        if (entry && holdsHead(published, { chain: one, ...entry })) return true;
      }
      return false;
    },

    /**
     * Forgets committed values inside the caller's transaction, and records that it was done. The chain stays whole.
     * @returns the fields that were forgotten now; nothing is recorded when there were none
     */
    redact
  };
}

async function record(unit: Unit, event: NewEvent, at: number): Promise<RecordedEvent> {
  const place = await takePlace(unit, event.chain);
  const sealed = seal(event, { ...place, at }, newId, sha256);
  await append(unit, sealed);
  return toEvent(sealed.body, sealed.entry.hash, sealed.openings);
}

function toEvent(body: EventBody | null, hash: string, openings: readonly Opening[]): RecordedEvent {
  if (!body) throw new Error('An entry of the journal cannot be read; run verify-log.');
  const { programme: chain, ...rest } = body;
  return { chain, ...rest, ...joinOpenings(body, openings), hash };
}

async function verify(read: Rows, chain: ChainId): Promise<Verdict> {
  const check = new ChainCheck(chain, sha256);
  for (;;) {
    const entries = await readEntries(read, chain, { after: check.head.seq, limit: 500 });
    for (const entry of entries) {
      const bad = check.next(entry);
      if (bad) return bad;
    }
    if (entries.length > 0) continue;
    // Asked after the entries ran out: a head beyond them is either news, or a tail that was cut off.
    const head = await readHead(read, chain);
    const news = await readEntries(read, chain, { after: check.head.seq, limit: 1 });
    if (news.length === 0) return check.end(head);
  }
}

async function redact(
  unit: Unit,
  { actor, chain, seq, fields }: { actor: NewEvent['actor']; chain: ChainId; seq: number; fields: string[] }
): Promise<string[]> {
  const forgotten = await emptyOpenings(unit, { chain, seq, fields });
  if (forgotten.length > 0) {
    await unit.record({
      chain,
      type: 'journal.redacted',
      actor,
      subject: chain === 'instance' ? { kind: 'instance', id: 'instance' } : { kind: 'programme', id: chain },
      data: { seq, fields: forgotten }
    });
  }
  return forgotten;
}
