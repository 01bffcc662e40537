import { createHash } from 'node:crypto';
import { ChainCheck, GENESIS, holdsHead } from '#lib/journal/index.ts';
import type { ChainHead, Opening, PublishedHead, Verdict } from '#lib/journal/index.ts';
import { journalService } from '#lib/journal/index.server.ts';
import { systemClock, type ChainId, type Rows } from '#lib/kernel/index.ts';
import { ArchiveError, ChangedArchiveError, type Row, type TableHeader } from './archive.ts';
import type { LogReport } from './logReport.ts';
import { readArchive, type ArchiveItem } from './readArchive.server.ts';
import { listProgrammeIds } from './tableStore.server.ts';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

/** Checks every chain of a database: entries, what opens them, heads; and whether each published head is still held. */
export async function verifyDatabase(
  snapshot: Rows,
  published: readonly PublishedHead[] = []
): Promise<LogReport> {
  const journal = journalService({ read: snapshot, clock: systemClock });
  const verdicts = await journal.verifyAll();
  const missing: PublishedHead[] = [];
  for (const head of published) if (!(await journal.holds(head))) missing.push(head);
  const programmes = await listProgrammeIds(snapshot);
  return { verdicts, chainless: without(programmes, verdicts), missing, damage: null };
}

/**
 * Checks every chain of an archive without a database. Names bad entries also in a file whose own check sum was made to fit,
 * and in one that is damaged.
 * @throws ArchiveError when the file is no archive at all
 */
export async function verifyArchive(
  file: string,
  published: readonly PublishedHead[] = []
): Promise<LogReport> {
  const log = new FiledLog(published);
  let isOpen = false;
  let damage: string | null = null;
  try {
    for await (const item of readArchive(file)) {
      isOpen = true;
      log.take(item);
    }
  } catch (error) {
    if (!isOpen || !(error instanceof ArchiveError)) throw error;
    damage = error.message;
    // What was not read is no proof that anything is missing.
    if (!(error instanceof ChangedArchiveError))
      return { verdicts: log.faults, chainless: [], missing: [], damage };
  }
  return { ...log.end(), damage };
}

function without(programmes: readonly ChainId[], verdicts: readonly Verdict[]): ChainId[] {
  const present = new Set(verdicts.map((verdict) => (verdict.ok ? verdict.head.chain : verdict.chain)));
  return programmes.filter((id) => !present.has(id));
}

type Value = Row[number];

/** The chains of a file as its rows come by. Openings are held until their entry comes: a file has them first. */
class FiledLog {
  readonly #checks = new Map<ChainId, ChainCheck>();
  readonly #faults = new Map<ChainId, Verdict>();
  readonly #heads = new Map<ChainId, ChainHead>();
  readonly #openings = new Map<string, Opening[]>();
  readonly #programmes: ChainId[] = [];
  #missing: readonly PublishedHead[];

  constructor(published: readonly PublishedHead[]) {
    this.#missing = published;
  }

  get faults(): Verdict[] {
    return [...this.#faults.values()];
  }

  take(item: ArchiveItem): void {
    if (item.kind !== 'row') return;
    const { table, row } = item;
    if (table.table === 'programme') this.#programmes.push(String(named(table, row).id));
    else if (table.table === 'journal_chain') this.#takeHead(named(table, row));
    else if (table.table === 'journal_opening') this.#takeOpening(named(table, row));
    else if (table.table === 'journal_event') this.#takeEvent(named(table, row));
  }

  end(): Pick<LogReport, 'verdicts' | 'chainless' | 'missing'> {
    const chains = [...new Set([...this.#heads.keys(), ...this.#checks.keys()])].sort();
    const verdicts = chains.map(
      (chain) =>
        this.#faults.get(chain) ??
        this.#checkOf(chain).end(this.#heads.get(chain) ?? { chain, seq: 0, hash: GENESIS })
    );
    return { verdicts, chainless: without(this.#programmes, verdicts), missing: this.#missing };
  }

  #takeHead({ chain, head_seq, head_hash }: Record<string, Value>): void {
    this.#heads.set(String(chain), { chain: String(chain), seq: Number(head_seq), hash: String(head_hash) });
  }

  #takeOpening({ chain, seq, field, salt, value }: Record<string, Value>): void {
    const place = `${String(chain)} ${String(seq)}`;
    const opening = { field: String(field), salt: String(salt), value: value as string | null };
    const those = this.#openings.get(place);
    if (those) those.push(opening);
    else this.#openings.set(place, [opening]);
  }

  #takeEvent(row: Record<string, Value>): void {
    const chain = String(row.chain);
    const check = this.#checkOf(chain);
    if (this.#faults.has(chain)) return;
    const seq = row.seq as number;
    const entry = { seq, body: String(row.body), prev: String(row.prev), hash: String(row.hash) };
    const place = `${chain} ${String(seq)}`;
    const fault = check.next({
      ...entry,
      openings: this.#openings.get(place) ?? [],
      columns: {
        at: row.at as number,
        type: String(row.type),
        actor: String(row.actor),
        subjectKind: String(row.subject_kind),
        subjectId: String(row.subject_id)
      }
    });
    this.#openings.delete(place);
    if (fault) this.#faults.set(chain, fault);
    this.#missing = this.#missing.filter((head) => !holdsHead(head, { chain, ...entry }));
  }

  #checkOf(chain: ChainId): ChainCheck {
    const known = this.#checks.get(chain);
    if (known) return known;
    const check = new ChainCheck(chain, sha256);
    this.#checks.set(chain, check);
    return check;
  }
}

function named({ columns }: TableHeader, row: Row): Record<string, Value> {
  return Object.fromEntries(Object.keys(columns).map((name, at) => [name, row[at]!]));
}
