import type { Id, Notices, Unit } from '#lib/kernel/index.ts';
import type { PassagesDeps } from './deps.server.ts';
import { findingsOf } from './findings.server.ts';
import {
  changePassage,
  listDocumentPassages,
  listDocumentsBehind,
  markLookedFor,
  type StoredPassage
} from './passageStore.server.ts';
import type { Resolution } from './resolve.server.ts';

type WatchDeps = Pick<PassagesDeps, 'read' | 'write' | 'sync' | 'activity'> & {
  notices: Notices;
  onError(error: unknown): void;
  /** ms a text must have been quiet before its passages are looked for, and the longest they wait while it is written */
  pace?: { quiet: number; longest: number };
};

const ordinary = { quiet: 30_000, longest: 180_000 };
/** More than this at once is one entry of the record: somebody has rearranged the text. */
const MANY = 20;

/**
 * Looks for passages again when their text has changed and come to rest: keeps what was found, and records what somebody has
 * to look at, or need not any more. Texts that changed while nothing ran are looked at when it begins.
 */
export function watchPassages(deps: WatchDeps) {
  const pace = deps.pace ?? ordinary;
  const findings = findingsOf(deps);
  const waiting = new Map<Id, { since: number; timer: ReturnType<typeof setTimeout> }>();
  const running = new Set<Promise<unknown>>();
  let isOpen = true;
  const unsubscribe = deps.notices.subscribe((notice) => {
    if (notice.kind === 'document') wait(notice.document);
  });

  function wait(document: Id, quiet = pace.quiet) {
    if (!isOpen) return;
    const before = waiting.get(document);
    if (before) clearTimeout(before.timer);
    const since = before?.since ?? Date.now();
    const left = Math.max(0, Math.min(quiet, since + pace.longest - Date.now()));
    const timer = setTimeout(() => {
      waiting.delete(document);
      const work = settle(document).catch(deps.onError);
      running.add(work);
      void work.then(() => running.delete(work));
    }, left).unref();
    waiting.set(document, { since, timer });
  }

  /** Looks for a document's passages now. */
  async function settle(document: Id): Promise<void> {
    const passages = await listDocumentPassages(deps.read, document);
    if (passages.length === 0) return;
    const { epoch, seq, of } = await findings.resolutions(document, passages);
    if (passages.every((one) => one.seq === seq && one.epoch === epoch)) return;
    await deps.write(async (unit) => {
      // Somebody may have stood by other words meanwhile, and another process may have been quicker.
      const now = await listDocumentPassages(unit, document);
      const known = new Map(passages.map((one) => [one.id, one.seenHash]));
      const same = now.filter(
        (one) => known.get(one.id) === one.seenHash && (one.seq < seq || one.epoch !== epoch)
      );
      const findings: Finding[] = [];
      for (const passage of same) {
        const found = of(passage.id);
        await keep(unit, passage, found, { epoch, seq });
        // Of a place that only carries something nothing is told: what it carries may be held back.
        const type = passage.kind === null ? null : eventOf(passage, found);
        if (type) findings.push({ type, passage, found });
      }
      if (same.length === now.length) await markLookedFor(unit, document, seq);
      await record(unit, findings);
      for (const brief of new Set(now.map((one) => one.brief))) unit.announce({ kind: 'passages', brief });
    });
  }

  return {
    settle,
    /** Looks at what changed while nothing ran. */
    async begin(): Promise<void> {
      for (const document of await listDocumentsBehind(deps.read)) wait(document, 0);
    },
    /** Ends after what is under way. */
    async close(): Promise<void> {
      isOpen = false;
      unsubscribe();
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
      await Promise.all(running);
    }
  };
}

type Finding = { type: FindingEvent; passage: StoredPassage; found: Resolution };
type FindingEvent = 'passage.suspected' | 'passage.orphaned' | 'passage.healed' | 'passage.reanchored';

/** What is worth an entry of the record; null for what nobody has to hear of. */
export function eventOf(before: Pick<StoredPassage, 'status'>, found: Resolution): FindingEvent | null {
  const asked = before.status === 'suspect' || before.status === 'removed';
  if (found.status === 'removed') return before.status === 'removed' ? null : 'passage.orphaned';
  if (found.status === 'suspect') return before.status === 'suspect' ? null : 'passage.suspected';
  if (asked) return 'passage.healed';
  return found.isMoved ? 'passage.reanchored' : null;
}

async function keep(
  unit: Unit,
  passage: StoredPassage,
  found: Resolution,
  at: { epoch: number; seq: number }
) {
  const { status, reason, place, text, anchor } = found;
  const isSame =
    JSON.stringify([status, reason, place, text]) ===
    JSON.stringify([passage.status, passage.reason, passage.place, passage.text]);
  if (isSame && passage.epoch === at.epoch && (!anchor || isSameAnchor(anchor, passage.anchor))) return;
  await changePassage(unit, passage.id, {
    ...{ status, reason, place, text, seq: at.seq },
    ...(place && { section: place.section }),
    // Gone from this epoch: what is left of it are its words.
    ...(anchor ? { anchor, epoch: at.epoch } : {})
  });
}

function isSameAnchor(one: StoredPassage['anchor'], other: StoredPassage['anchor']): boolean {
  return Buffer.compare(one.start, other.start) === 0 && Buffer.compare(one.end, other.end) === 0;
}

async function record(unit: Unit, findings: readonly Finding[]): Promise<void> {
  const by = { actor: 'system', affiliation: null } as const;
  const detail = ({ passage: { brief }, found: { reason } }: Finding) => ({
    brief,
    ...(reason && { reason })
  });
  if (findings.length <= MANY) {
    for (const one of findings)
      await unit.record({
        ...{ chain: one.passage.programme, type: one.type, ...by },
        ...{ subject: { kind: 'passage', id: one.passage.id }, data: detail(one) }
      });
    return;
  }
  for (const type of new Set(findings.map((one) => one.type))) {
    const meant = findings.filter((one) => one.type === type);
    const { programme, brief } = meant[0]!.passage;
    await unit.record({
      ...{ chain: programme, type, ...by },
      ...{
        subject: { kind: 'brief', id: brief },
        data: { brief, passages: meant.map(({ passage }) => passage.id) }
      }
    });
  }
}
