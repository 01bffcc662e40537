import { can, guard, sectors, type Actor } from '#lib/access/index.ts';
import type { Id, Json } from '#lib/kernel/index.ts';
import { sectorOf } from '#lib/programmes/index.server.ts';
import { documentName, type Authorship } from '#lib/sync/index.ts';
import type { AssignmentRole, BriefDetail, BriefOverview, SectorContributions } from './brief.ts';
import {
  listAssignments,
  listProgrammeBriefs,
  type StoredAssignment,
  type StoredBrief
} from './briefStore.server.ts';
import type { BriefsDeps } from './deps.server.ts';
import { loadBrief } from './standing.server.ts';

/**
 * A programme's briefs in the order they were begun.
 * @throws Problem `not_found`
 */
export const listBriefs =
  (deps: BriefsDeps) =>
  async (actor: Actor, programme: Id): Promise<BriefOverview[]> => {
    guard(actor, 'brief.read', await deps.programmes.standing(actor, programme));
    return overviews(deps, await listProgrammeBriefs(deps.read, programme));
  };

/** @throws Problem `not_found` */
export const getBrief =
  (deps: BriefsDeps) =>
  async (actor: Actor, id: Id): Promise<BriefDetail> => {
    const { brief, standing } = await loadBrief(deps, actor, id);
    guard(actor, 'brief.read', standing);
    const [overview] = await overviews(deps, [brief]);
    return {
      ...overview!,
      textDocument: brief.textDocument,
      membership: standing.membership,
      may: {
        write: can(actor, 'brief.write', standing),
        update: can(actor, 'brief.update', standing),
        assign: can(actor, 'brief.assign', standing)
      }
    };
  };

/**
 * Who has written, by sector in the order of the table. Template text counts for nobody.
 * @throws Problem `not_found`
 */
export const contributions =
  (deps: BriefsDeps) =>
  async (actor: Actor, id: Id): Promise<SectorContributions[]> => {
    const { brief, standing } = await loadBrief(deps, actor, id);
    guard(actor, 'brief.read', standing);
    const authors = await deps.activity.authors({ documents: [brief.textDocument] });
    const names = await deps.people([...new Set(authors.map(({ author }) => author))]);
    return sectors.map((sector) => {
      const people = latestPerPerson(
        authors.filter(({ affiliation }) => sectorOf(affiliation) === sector)
      ).map(({ author, affiliation, lastAt }) => ({
        id: author,
        name: names.get(author)?.name ?? '',
        organisation: organisationOf(affiliation),
        lastAt
      }));
      return { sector, contributed: people.length, people, lastAt: people[0]?.lastAt ?? null };
    });
  };

function organisationOf(affiliation: Json): string | null {
  const { organisation = null } = (affiliation ?? {}) as { organisation?: Json };
  return typeof organisation === 'string' ? organisation : null;
}

async function overviews(deps: BriefsDeps, briefs: readonly StoredBrief[]): Promise<BriefOverview[]> {
  const documents = briefs.map(({ textDocument }) => textDocument);
  const [assigned, heads, authors] = await Promise.all([
    listAssignments(
      deps.read,
      briefs.map(({ id }) => id)
    ),
    deps.activity.heads(documents),
    deps.activity.authors({ documents })
  ]);
  return briefs.map(({ textDocument, ...brief }) => {
    const written = authors.filter(({ document }) => document === textDocument);
    return {
      ...brief,
      steward: named(assigned, brief.id, 'steward'),
      responder: named(assigned, brief.id, 'responder'),
      documents: { text: documentName({ id: textDocument, epoch: heads.get(textDocument)?.epoch ?? 1 }) },
      lastWrittenAt: written[0]?.lastAt ?? null,
      table: table(written)
    };
  });
}

function named(assigned: readonly StoredAssignment[], brief: Id, role: AssignmentRole) {
  const found = assigned.find((one) => one.brief === brief && one.role === role);
  return found ? { account: found.account, label: found.label, assignedAt: found.assignedAt } : null;
}

function table(authors: readonly Authorship[]) {
  return sectors.map((sector) => ({
    sector,
    contributed: latestPerPerson(authors.filter(({ affiliation }) => sectorOf(affiliation) === sector)).length
  }));
}

/** The list is latest first, so the first of each person is their latest. */
function latestPerPerson(authors: readonly Authorship[]): Authorship[] {
  return authors.filter((one, place) => authors.findIndex(({ author }) => author === one.author) === place);
}
