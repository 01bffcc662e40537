import { guard, type Actor } from '#lib/access/index.ts';
import { Problem, type Id } from '#lib/kernel/index.ts';
import type { BriefsDeps } from './deps.server.ts';
import { sectionsOf, type SectionText } from './document.ts';
import { loadBrief } from './standing.server.ts';
import { withEvenTables } from './tableBlocks.ts';

/** A brief's committed text at one sequence. */
export type BriefTextState = { seq: number; sections: SectionText[] };
type Kept = BriefTextState & { epoch: number };

const KEPT_TEXTS = 200;
/** Sections as they are shown: every table with all its cells. */
export const evened = (sections: SectionText[]) =>
  sections.map((section) => ({ ...section, blocks: withEvenTables(section.blocks) }));

/**
 * A brief's text as it is committed now, as plain JSON. Rebuilt once per change, however many ask.
 * @throws Problem `not_found`
 */
export function readText(deps: BriefsDeps): (actor: Actor, id: Id) => Promise<BriefTextState> {
  const kept = new Map<Id, Kept>();
  const underWay = new Map<string, Promise<Kept>>();

  async function rebuild(document: Id): Promise<Kept> {
    const { ref, seq, doc } = await deps.sync.read(document);
    const fresh = { epoch: ref.epoch, seq, sections: evened(sectionsOf(doc)) };
    doc.destroy();
    kept.delete(document);
    kept.set(document, fresh);
    const oldest = kept.keys().next();
    if (kept.size > KEPT_TEXTS && !oldest.done) kept.delete(oldest.value);
    return fresh;
  }

  async function current(document: Id): Promise<Kept> {
    const head = (await deps.activity.heads([document])).get(document);
    const known = kept.get(document);
    if (known && head && known.epoch === head.epoch && known.seq === head.seq) return known;
    const place = `${document}.${head?.epoch}.${head?.seq}`;
    const started = underWay.get(place) ?? rebuild(document).finally(() => underWay.delete(place));
    underWay.set(place, started);
    return started;
  }

  return async (actor, id) => {
    const { brief, standing } = await loadBrief(deps, actor, id);
    guard(actor, 'brief.read', standing);
    const { seq, sections } = await current(brief.textDocument);
    return { seq, sections };
  };
}

/**
 * A brief's text as it was when its log stood at `seq`, or at the nearest stored place before; `at` says when that was.
 * @throws Problem `not_found`, also for a sequence it has not reached
 */
export const textAt =
  (deps: BriefsDeps) =>
  async (actor: Actor, id: Id, seq: number): Promise<BriefTextState & { at: number | null }> => {
    const { brief, standing } = await loadBrief(deps, actor, id);
    guard(actor, 'brief.read', standing);
    if (!Number.isSafeInteger(seq) || seq < 0) throw new Problem('not_found');
    const then = await deps.sync.readAt(brief.textDocument, seq);
    const sections = evened(sectionsOf(then.doc));
    then.doc.destroy();
    return { seq: then.seq, at: then.at, sections };
  };
