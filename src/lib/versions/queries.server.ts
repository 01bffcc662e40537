import { guard, type Actor } from '#lib/access/index.ts';
import { textHash } from '#lib/briefs/index.server.ts';
import type { SectionText } from '#lib/briefs/index.ts';
import { Problem, type Id } from '#lib/kernel/index.ts';
import type { VersionsDeps } from './deps.server.ts';
import type { ListedVersion } from './version.ts';
import { findVersion, findVersionText, listVersionRows } from './versionStore.server.ts';

/**
 * A brief's named versions, newest first, each with whether today's text still says the same.
 * @throws Problem `not_found`
 */
export const listVersions =
  (deps: VersionsDeps) =>
  async (actor: Actor, brief: Id): Promise<ListedVersion[]> => {
    guard(actor, 'brief.read', await deps.briefs.standing(actor, brief));
    const found = await listVersionRows(deps.read, brief);
    if (found.length === 0) return [];
    const hash = textHash((await deps.briefs.text(brief)).sections);
    const ids = found.flatMap(({ author, sealedBy }) => (sealedBy ? [author, sealedBy] : [author]));
    const people = await deps.people([...new Set(ids)]);
    return found.map(({ programme: _, ...version }) => ({
      ...version,
      authorName: people.get(version.author)?.name ?? '',
      sealedByName: version.sealedBy ? (people.get(version.sealedBy)?.name ?? '') : null,
      isCurrent: version.hash === hash
    }));
  };

/**
 * One version with the text it keeps.
 * @throws Problem `not_found`
 */
export const getVersion =
  (deps: VersionsDeps) =>
  async (actor: Actor, id: Id): Promise<ListedVersion & { sections: SectionText[] }> => {
    const found = await findVersion(deps.read, id);
    if (!found) throw new Problem('not_found');
    const listed = (await listVersions(deps)(actor, found.brief)).find((one) => one.id === id);
    return { ...listed!, sections: await findVersionText(deps.read, id) };
  };
