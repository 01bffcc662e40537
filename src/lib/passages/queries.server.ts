import { can, guard, type Actor, type Standing } from '#lib/access/index.ts';
import { Problem, type Id } from '#lib/kernel/index.ts';
import type { PassagesDeps } from './deps.server.ts';
import type { Findings } from './findings.server.ts';
import type { PassageDetail, PassageView } from './passage.ts';
import { findPassage, listBriefPassages, type StoredPassage } from './passageStore.server.ts';

/**
 * What is marked in a brief, in the order of its text; what is gone from the text comes where its section stands.
 * @throws Problem `not_found`
 */
export const listPassages =
  (deps: PassagesDeps, findings: Findings) =>
  async (actor: Actor, brief: Id): Promise<PassageView[]> => {
    guard(actor, 'brief.read', await deps.briefs.standing(actor, brief));
    return (await passagesOf(deps, findings, brief)).filter(({ kind }) => kind !== null);
  };

/**
 * The same without asking who wants to know, with the places that only carry something of another room: their rooms say who
 * may know of them.
 */
export async function passagesOf(deps: PassagesDeps, findings: Findings, brief: Id): Promise<PassageView[]> {
  const stored = await listBriefPassages(deps.read, brief);
  if (stored.length === 0) return [];
  const [found, { sections }, people] = await Promise.all([
    findings.findings(stored),
    deps.briefs.text(brief),
    deps.people([...new Set(stored.map(({ author }) => author))])
  ]);
  const order = new Map(sections.map(({ id }, nth) => [id, nth]));
  return stored
    .map((one) => ({ ...shown(one, found(one)), name: people.get(one.author)?.name ?? '' }))
    .sort((a, b) => rank(a, order) - rank(b, order) || startOf(a) - startOf(b) || a.createdAt - b.createdAt);
}

/**
 * One passage, also one that was taken away.
 * @throws Problem `not_found`
 */
export const getPassage =
  (deps: PassagesDeps, findings: Findings) =>
  async (actor: Actor, id: Id): Promise<PassageDetail> => {
    const { passage, standing } = await loadPassage(deps, actor, id);
    guard(actor, 'brief.read', standing);
    const [found, people] = await Promise.all([findings.findings([passage]), deps.people([passage.author])]);
    return {
      ...shown(passage, found(passage)),
      name: people.get(passage.author)?.name ?? '',
      may: { change: passage.removedAt === null && (await mayChange(deps, actor, passage, standing)) }
    };
  };

/** @throws Problem `not_found` when there is no such passage */
export async function loadPassage(
  deps: PassagesDeps,
  actor: Actor,
  id: Id
): Promise<{ passage: StoredPassage; standing: Standing }> {
  const passage = await findPassage(deps.read, id);
  // A place that only carries something has no page of its own, and must not tell that it is there.
  if (!passage || passage.kind === null) throw new Problem('not_found');
  return { passage, standing: await deps.briefs.standing(actor, passage.brief) };
}

/** Facilitator and steward may, and whoever marked it while they may still mark. */
export async function mayChange(
  { people }: Pick<PassagesDeps, 'people'>,
  actor: Actor,
  { author }: Pick<StoredPassage, 'author'>,
  standing: Standing
): Promise<boolean> {
  if (can(actor, 'passage.manage', standing)) return true;
  if (actor.kind !== 'person' || !can(actor, 'passage.create', standing)) return false;
  // What somebody marked as a guest stays theirs when their account has taken the guest over.
  return actor.person.id === author || (await people([author])).get(author)?.account === actor.person.id;
}

function shown(stored: StoredPassage, found: ReturnType<Awaited<ReturnType<Findings['findings']>>>) {
  const { document: _document, epoch: _epoch, ...passage } = stored;
  return { ...passage, ...found, section: found.place?.section ?? passage.section };
}

const rank = ({ section }: PassageView, order: ReadonlyMap<Id, number>) => order.get(section) ?? order.size;
const startOf = ({ place }: PassageView) => place?.from ?? Infinity;
